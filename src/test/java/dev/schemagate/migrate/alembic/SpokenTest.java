package dev.schemagate.migrate.alembic;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What Alembic says goes into the log, and holds no value of a row. */
class SpokenTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlalchemy.exc.DataError: (psycopg2.errors.InvalidTextRepresentation) invalid input syntax for type integer: \"planted\"",
                "psycopg2.errors.InvalidTextRepresentation: ungültige Eingabesyntax für Typ integer: »planted«",
                "psycopg2.errors.NumericValueOutOfRange: value \"planted\" is out of range for type integer",
                "asyncpg.exceptions.DataError: invalid input for query argument $1: 'planted' (an integer is required)",
                "[parameters: {'mail': 'planted'}]",
                "DETAIL:  Key (mail)=(planted) already exists.",
                "[SQL: INSERT INTO users VALUES ('planted')]",
                "could not connect to postgresql://app:planted@db/app"
            })
    void a_value_is_not_repeated(String line) {
        assertThat(new Spoken().hear(line)).doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"psycopg2.errors.UndefinedColumn: column \"shown\" does not exist", "INFO  Running upgrade shown"
            })
    void a_name_is(String line) {
        assertThat(new Spoken().hear(line)).isEqualTo(line);
    }
}
