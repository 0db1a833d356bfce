package dev.schemagate.sql;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The types that columns have while scripts run. */
class ColumnTypesTest {

    private static final NameResolution NAMES = new NameResolution("public");

    private static ColumnTypes after(ColumnTypes types, String sql) {
        SqlParser.parse(new SourceText("a.sql", sql)).statements().stream()
                .flatMap(Statement::allEffects)
                .forEach(effect -> types.after(effect, NAMES));
        return types;
    }

    private static Optional<String> type(ColumnTypes types, String table, String column) {
        return types.of(new QualifiedName("public", table), column).map(ColumnType::name);
    }

    @Test
    void follow_what_scripts_make_change_rename_and_drop() {
        ColumnTypes types = after(
                new ColumnTypes(),
                "CREATE TABLE t (a int, b text, c serial, d date); ALTER TABLE t ADD e uuid, ALTER a TYPE bigint, DROP d;"
                        + " ALTER TABLE t RENAME b TO f; ALTER TABLE t RENAME TO u;");

        assertThat(type(types, "u", "a")).contains("bigint");
        assertThat(type(types, "u", "c")).contains("integer");
        assertThat(type(types, "u", "e")).contains("uuid");
        assertThat(type(types, "u", "f")).contains("text");
        assertThat(type(types, "u", "b")).isEmpty();
        assertThat(type(types, "u", "d")).isEmpty();
        assertThat(type(types, "t", "a")).isEmpty();
    }

    @Test
    void leave_what_is_there_as_it_is_where_a_script_makes_only_what_is_not() {
        ColumnTypes types = new ColumnTypes();
        types.put(new QualifiedName("public", "t"), "a", "bigint");
        after(
                types,
                "CREATE TABLE IF NOT EXISTS t (a int); CREATE TABLE IF NOT EXISTS u (a int);"
                        + " ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, ADD COLUMN IF NOT EXISTS b int;");

        assertThat(type(types, "t", "a")).contains("bigint");
        assertThat(type(types, "t", "b")).contains("integer");
        assertThat(type(types, "u", "a")).contains("integer");
    }

    @Test
    void of_a_column_that_is_dropped_and_made_again_are_new() {
        ColumnTypes types = after(
                new ColumnTypes(),
                "CREATE TABLE t (a bigint, b bigint); ALTER TABLE t DROP a; ALTER TABLE t ADD COLUMN IF NOT EXISTS a int;"
                        + " ALTER TABLE t DROP b;");

        assertThat(type(types, "t", "a")).contains("integer");
        assertThat(type(types, "t", "b")).isEmpty();
    }
}
