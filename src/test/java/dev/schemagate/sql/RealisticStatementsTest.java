package dev.schemagate.sql;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The 42 statements that parsers were compared with. */
class RealisticStatementsTest {

    @Test
    void reads_every_statement() throws IOException {
        ParsedScript script = Sql.parse(Sql.resource("realistic.sql"));

        assertThat(script.statements()).hasSize(42);
        assertThat(script.errors()).singleElement().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(SqlError.Kind.COPY_DATA);
            assertThat(e.range().line()).isEqualTo(36);
        });
    }

    @Test
    void knows_every_statement_but_the_dynamic_one() throws IOException {
        List<Statement> unknown = Sql.parse(Sql.resource("realistic.sql"))
                .allStatements()
                .filter(s -> s.effects().stream().anyMatch(e -> e.change() instanceof Change.Unknown))
                .toList();

        assertThat(unknown).singleElement().satisfies(s -> assertThat(s.text()).startsWith("format("));
    }

    @Test
    void each_statement_begins_its_line_and_has_its_exact_text() throws IOException {
        String text = Sql.resource("realistic.sql");
        String[] lines = text.split("\n");

        List<Statement> statements = Sql.parse(text).statements();

        for (int i = 0; i < statements.size(); i++) {
            SourceRange range = statements.get(i).range();
            assertThat(range.line()).isEqualTo(i + 1);
            assertThat(range.column()).isEqualTo(1);
            assertThat(statements.get(i).text() + ";").isEqualTo(lines[i]);
            assertThat(text.substring(range.offset(), range.end()))
                    .isEqualTo(statements.get(i).text());
        }
    }
}
