package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CsvLogTest {

    private static final String ERROR = """
            2026-11-22 13:55:54.625 UTC,"app","appdb",27994,"10.0.0.7:41758",6b02f46a.6d5a,14,"PARSE",2026-11-22 13:55:00 UTC,3/26,0,ERROR,42703,"column ""q,"" does not exist",,,,,,"select ""q,""
            2026-11-22 13:00:00.000 UTC,""x"",
            from t
            where a = 'b""'",8,,"web-1","client backend",,0
            """;
    private static final String LOG = """
            2026-11-22 13:55:55.000 UTC,"app","appdb",27994,"[local]",6b02f46a.6d5a,15,"SELECT",2026-11-22 13:55:00 UTC,3/26,0,LOG,00000,"statement: select ',ERROR,42703,'
            ,,,,,,,,,,,ERROR,42703,\""",,,,,,,,,"web-1","client backend",,0
            """;

    private final LogFormat format = Read.formats("").csv();

    @Test
    void reads_an_error_over_several_lines() {
        assertThat(Read.errors(format, LOG + ERROR + LOG)).singleElement().satisfies(error -> {
            assertThat(error.time()).isEqualTo(Instant.parse("2026-11-22T13:55:54.625Z"));
            assertThat(error.message()).isEqualTo("column \"q,\" does not exist");
            assertThat(error.statement()).endsWith("from t\nwhere a = 'b\"'");
            assertThat(error.remoteHost()).isEqualTo("10.0.0.7");
            assertThat(error.applicationName()).isEqualTo("web-1");
            assertThat(error.cursor()).isEqualTo(8);
            assertThat(error.session()).isEqualTo(Read.session("app", "appdb", "web-1", "10.0.0.7", "27994"));
        });
    }

    @Test
    void finds_each_error_once_wherever_a_chunk_ends() {
        byte[] bytes = (ERROR + LOG + ERROR).getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= bytes.length; cut += 3) {
            List<LogRecord> records = new ArrayList<>();
            int consumed = format.read(bytes, 0, cut, false, records::add);
            consumed = format.read(bytes, consumed, bytes.length, false, records::add);

            assertThat(Read.errors(records)).as("cut at %d", cut).hasSize(2);
            assertThat(consumed).isEqualTo(bytes.length);
        }
    }

    @Test
    void finds_its_way_back_after_the_rest_of_a_record_that_was_cut() {
        assertThat(Read.errors(format, "rest of \"a statement,42703,\nanother',line\n" + ERROR))
                .hasSize(1);
    }

    /** A record that was never finished, as a full disk leaves one, has an open quote. */
    @Test
    void reads_the_records_behind_one_that_was_never_finished() {
        String half = LOG.substring(0, LOG.indexOf("select") + 3) + "\n";

        assertThat(Read.errors(format, half + ERROR + LOG + ERROR))
                .hasSize(2)
                .allSatisfy(error -> assertThat(error.applicationName()).isEqualTo("web-1"));
    }

    @Test
    void an_error_that_is_no_whole_record_excludes_nobody() {
        String noTime = ERROR.replaceFirst("2026-11-22 13:55:54", "?");
        String shifted = ERROR.replaceFirst("\"PARSE\",", "");
        String cut = ERROR.substring(0, ERROR.indexOf("from t")) + "\n";

        for (String garbled : List.of(noTime, shifted, cut)) {
            assertThat(Read.errors(format, LOG + garbled + LOG + LOG))
                    .as(garbled)
                    .isNotEmpty()
                    .allSatisfy(error -> assertThat(error.session().get(Session.Field.APPLICATION_NAME))
                            .isNull());
        }
    }
}
