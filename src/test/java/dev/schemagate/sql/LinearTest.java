package dev.schemagate.sql;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** What is done for every statement of a large body must not cost the whole body. */
class LinearTest {

    private static final Duration FAR_TOO_LONG = Duration.ofSeconds(15);

    @Test
    void columns_of_one_long_line_are_counted_in_steps() {
        LineIndex lines = new LineIndex("😀x".repeat(1_500_000));

        assertTimeoutPreemptively(FAR_TOO_LONG, () -> {
            for (int i = 0; i < 200_000; i++) {
                int point = i % 2 == 0 ? 1_300_000 : 1_200_000 + i;
                SourceRange range = lines.range(3 * point, 3 * point);
                assertThat(range.column()).isEqualTo(2 * point + 1);
            }
        });
    }

    @Test
    void queries_of_a_body_are_found_from_where_they_begin() {
        String text = IntStream.range(0, 60_000)
                .mapToObj(i -> "INSERT INTO log VALUES (" + i + ");\n")
                .collect(Collectors.joining());
        PlpgsqlText body = new PlpgsqlText(Fragment.of(text, new LineIndex(text), 0, text.length()));

        assertTimeoutPreemptively(FAR_TOO_LONG, () -> {
            for (int i = 0; i < 60_000; i++) {
                String query = "INSERT INTO log VALUES (" + i + ")";
                SourceRange range = body.find(query, i + 1).range();
                assertThat(range.line()).isEqualTo(i + 1);
                assertThat(range.column()).isEqualTo(1);
            }
        });
    }

    @Test
    void a_line_of_a_body_in_one_line_is_its_beginning() {
        String text = "LOOP EXIT; END LOOP; ".repeat(200_000);
        PlpgsqlText body = new PlpgsqlText(Fragment.of(text, new LineIndex(text), 0, text.length()));

        assertTimeoutPreemptively(FAR_TOO_LONG, () -> {
            for (int i = 0; i < 100_000; i++) {
                assertThat(body.line(1).text()).hasSizeLessThanOrEqualTo(200);
            }
        });
    }

    @Test
    void perform_stands_where_it_is_written() {
        for (String perform : new String[] {"PERFORM f(1)", "perform  f(1)"}) {
            Statement block = Sql.one("DO $$ BEGIN\n  " + perform + ";\nEND $$");
            Statement call = block.body().statements().get(0);

            assertThat(call.range().line()).isEqualTo(2);
            assertThat(call.range().column()).isEqualTo(3);
            assertThat(call.range().length()).isEqualTo(perform.length());
        }
    }
}
