package dev.schemagate.migrate.alembic;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which of the statements that Alembic prints are its own. */
class RevisionSqlTest {

    private static final List<String> TABLE = List.of("alembic_version", "nemo.alembic_version");

    private static String own(String before, String printed) {
        return RevisionSql.of("b2", before, printed, TABLE)
                .text()
                .replaceAll("[\\s;]+", " ")
                .strip();
    }

    @Test
    void a_plain_revision_loses_what_keeps_the_table() {
        assertThat(
                        own(
                                "",
                                "SELECT 1;\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\n"))
                .isEqualTo("SELECT 1");
        assertThat(own(
                        "BEGIN;\nCREATE TABLE nemo.alembic_version (\n version_num VARCHAR(32) NOT NULL\n);\n",
                        "SELECT 1;\nINSERT INTO nemo.alembic_version (version_num) VALUES ('b2') RETURNING"
                                + " nemo.alembic_version.version_num;\nCOMMIT;\n"))
                .isEqualTo("SELECT 1");
    }

    @Test
    void a_merge_deletes_one_row_and_updates_the_other() {
        assertThat(
                        own(
                                "",
                                "DELETE FROM alembic_version WHERE alembic_version.version_num = 'x';\n"
                                        + "UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'y';\nCOMMIT;"))
                .isEmpty();
    }

    @Test
    void an_autocommit_block_is_no_transaction() {
        String update = "UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';";

        RevisionSql printed =
                RevisionSql.of("b2", "", "COMMIT;\nSELECT 1;\nBEGIN;\nSELECT 2;\n" + update + "COMMIT;BEGIN;", TABLE);

        assertThat(printed.text().replaceAll("[\\s;]+", " ").strip()).isEqualTo("SELECT 1 SELECT 2");
        assertThat(printed.inTransaction()).isFalse();
        assertThat(RevisionSql.of("b2", "", "SELECT 1;" + update, TABLE).inTransaction())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            COMMIT; SELECT 1;                                                             | COMMIT SELECT 1
            UPDATE alembic_version SET version_num = 'a1';                                | UPDATE alembic_version SET version_num = 'a1'
            DELETE FROM alembic_version;                                                  | DELETE FROM alembic_version
            INSERT INTO alembic_version (version_num) VALUES ('zz'); SELECT 1;            | INSERT INTO alembic_version (version_num) VALUES ('zz') SELECT 1
            UPDATE other SET version_num='b2' WHERE version_num = 'a1';                   | UPDATE other SET version_num='b2' WHERE version_num = 'a1'
            """)
    void what_alembic_does_not_write_is_the_revisions(String written, String own) {
        assertThat(
                        own(
                                "",
                                written
                                        + "\nUPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\nCOMMIT;"))
                .isEqualTo(own);
    }

    @Test
    void what_env_py_adds_is_judged_with_the_first_revision() {
        assertThat(own("BEGIN;\nCREATE SCHEMA nemo;\n", "SELECT 1;")).isEqualTo("CREATE SCHEMA nemo SELECT 1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            alembic upgrade heads                   | alembic upgrade --sql a1:heads
            uv run alembic -c x.ini upgrade head    | uv run alembic -c x.ini upgrade --sql a1:heads
            python -m alembic -x a=b upgrade heads  | python -m alembic -x a=b upgrade --sql a1:heads
            /venv/bin/alembic upgrade --tag t heads | /venv/bin/alembic upgrade --tag t --sql a1:heads
            alembic upgrade                         | -
            flask db upgrade                        | -
            python -m app upgrade heads             | -
            upgrade alembic                         | -
            """)
    void a_command_that_is_alembics_can_print(String command, String printing) {
        List<String> words = AlembicCommand.of(command).offline("a1");

        assertThat(words.isEmpty() ? null : String.join(" ", words)).isEqualTo(printing);
    }
}
