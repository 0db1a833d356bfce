package dev.schemagate.sql;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.sql.SqlError.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorsTest {

    @Test
    void reports_every_broken_statement_and_reads_the_others() {
        ParsedScript script = Sql.parse("SELECT 1 FRM x;\nSELEC 2;\nSELECT 3; -- fine\n ALTER TABEL t;");

        assertThat(script.statements()).extracting(Statement::text).containsExactly("SELECT 3");
        assertThat(script.errors())
                .extracting(e -> e.range().line() + ":" + e.range().column())
                .containsExactly("1:14", "2:1", "4:8");
        assertThat(script.errors()).allMatch(e -> e.kind() == Kind.SYNTAX);
    }

    @Test
    void counts_columns_in_code_points() {
        ParsedScript script = Sql.parse("SELECT 'ü😀';\nSELECT '😀ü' FRM x;");

        SourceRange range = script.errors().get(0).range();
        assertThat(range.line()).isEqualTo(2);
        assertThat(range.column()).isEqualTo(17);
        assertThat(script.source().text().substring(range.offset(), range.end()))
                .isEqualTo("x");
    }

    @Test
    void places_effects_behind_multi_byte_text() {
        Statement statement = Sql.one("ALTER TABLE \"Ünïcode\" ADD \"😀\" text DEFAULT '😀😀', ADD b int");

        assertThat(statement.effects()).extracting(e -> e.range().column()).containsExactly(23, 50);
        ColumnChange.Add first = (ColumnChange.Add) statement.effects().get(0).change();
        assertThat(first.definition().text()).isEqualTo("\"😀\" text DEFAULT '😀😀'");
    }

    @Test
    void refuses_nul() {
        assertThat(Sql.parse("SELECT 1;\n SELECT '\0'").errors())
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NUL);
                    assertThat(e.range().line()).isEqualTo(2);
                    assertThat(e.range().column()).isEqualTo(10);
                });
    }

    @Test
    void refuses_bytes_that_are_not_utf8() {
        byte[] bytes = "SELECT 'ü';\nSELECT '?'".getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 2] = (byte) 0xFF;

        ParsedScript script = SqlParser.parse("x.sql", bytes);

        assertThat(script.errors()).singleElement().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(Kind.NOT_UTF8);
            assertThat(e.range().line()).isEqualTo(2);
            assertThat(e.range().column()).isEqualTo(9);
        });
    }

    @Test
    void skips_a_byte_order_mark() {
        ParsedScript script = SqlParser.parse("x.sql", "\uFEFFSELECT 1".getBytes(StandardCharsets.UTF_8));

        assertThat(script.errors()).isEmpty();
        assertThat(script.statements())
                .singleElement()
                .satisfies(s -> assertThat(s.range().column()).isEqualTo(1));
    }

    @Test
    void refuses_psql_commands_and_goes_on() {
        ParsedScript script = Sql.parse("\\set ON_ERROR_STOP on\nSELECT 1;\n\\d t\nSELECT 2;");

        assertThat(script.statements()).hasSize(2);
        assertThat(script.errors()).extracting(SqlError::kind).containsOnly(Kind.META_COMMAND);
        assertThat(script.errors()).extracting(e -> e.range().line()).containsExactly(1, 3);
    }

    @Test
    void refuses_copy_data_and_goes_on_behind_it() {
        ParsedScript script = Sql.parse("COPY t (a) FROM stdin;\n1;'\n2\n\\.\n\nSELECT 1;");

        assertThat(script.errors()).singleElement().satisfies(e -> {
            assertThat(e.kind()).isEqualTo(Kind.COPY_DATA);
            assertThat(e.range().line()).isEqualTo(1);
        });
        assertThat(script.statements()).extracting(Statement::tag).containsExactly("COPY", "SELECT");
    }

    @Test
    void cuts_the_rest_of_the_file_out_of_messages() {
        assertThat(Sql.parse("SELECT 'abc" + "x".repeat(5000))
                        .errors()
                        .get(0)
                        .message()
                        .length())
                .isLessThanOrEqualTo(200);
    }

    @Test
    void splits_only_where_a_statement_ends() {
        String sql = """
                SELECT ';' /* ; /* ; */ ; */ -- ;
                ; SELECT E'\\';', $a$;$$;$a$, ";" ;
                CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
                CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);
                """;

        ParsedScript script = Sql.parse(sql);

        assertThat(script.errors()).isEmpty();
        assertThat(script.statements())
                .extracting(Statement::tag)
                .containsExactly("SELECT", "SELECT", "CREATE FUNCTION", "CREATE RULE");
    }

    @Test
    void an_empty_text_has_no_statements() {
        for (String sql : List.of("", "  \n", ";;", "-- only a comment", "/* x */;")) {
            ParsedScript script = Sql.parse(sql);
            assertThat(script.statements()).as(sql).isEmpty();
            assertThat(script.errors()).as(sql).isEmpty();
        }
    }

    @Test
    void finds_comments_in_bodies_too() {
        ParsedScript script = Sql.parse("-- a\nDO $$ BEGIN\n  -- b\n  NULL; /* c */ END $$;");

        assertThat(script.comments())
                .extracting(c -> c.range().line() + c.text())
                .containsExactly("1-- a", "3-- b", "4/* c */");
    }
}
