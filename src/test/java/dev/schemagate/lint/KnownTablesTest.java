package dev.schemagate.lint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;

import static org.assertj.core.api.Assertions.assertThat;

/** What other files among those that are linted tell of a table. */
class KnownTablesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE nemo.log (at timestamptz, n int) PARTITION BY RANGE (at);",
                "CREATE TABLE nemo.log_1 PARTITION OF nemo.log FOR VALUES FROM (MINVALUE) TO (MAXVALUE);",
                "ALTER TABLE nemo.log ATTACH PARTITION nemo.log_1 FOR VALUES FROM (MINVALUE) TO (MAXVALUE);",
                "SET search_path TO nemo; CREATE TABLE log (at timestamptz, n int) PARTITION BY RANGE (at);",
            })
    void a_partitioned_table_gets_its_index_in_three_steps(String history) {
        List<Input> files = new ArrayList<>();
        files.add(migration("V1__log.sql", history));
        files.add(migration("V2__a.sql", "CREATE INDEX CONCURRENTLY log_n ON nemo.log (n);"));
        files.add(migration("V3__b.sql", "CREATE INDEX log_n ON nemo.log (n);"));
        files.add(migration("V4__c.sql", "CREATE INDEX log_n ON ONLY nemo.log (n);"));
        files.add(migration("V5__d.sql", "CREATE INDEX CONCURRENTLY log_1_n ON nemo.log_1 (n);"));
        files.add(migration("V6__e.sql", "ALTER INDEX nemo.log_n ATTACH PARTITION nemo.log_1_n;"));

        List<Finding> findings = lint(files).stream()
                .filter(finding -> !finding.file().equals("V1__log.sql"))
                .toList();

        assertThat(findings)
                .extracting(f -> f.file() + " " + f.rule())
                .containsExactly("V2__a.sql HF040", "V3__b.sql HF040");
        assertThat(findings).allSatisfy(f -> assertThat(f.fix().text()).contains("ON ONLY", "ATTACH PARTITION"));
    }

    @Test
    void a_guard_refuses_a_change_of_type_only_where_the_type_of_earlier_migrations_is_no_narrower() {
        List<Finding> findings = lint(List.of(
                        file(
                                "0001_made/migration.sql",
                                FileKind.PRISMA,
                                "CREATE TABLE \"T\" (n INTEGER, m BIGINT, same INTEGER);"),
                        file(
                                "0002_retyped/migration.sql",
                                FileKind.PRISMA,
                                "ALTER TABLE \"T\" ALTER n TYPE BIGINT;\nALTER TABLE \"T\" ALTER m TYPE INTEGER;\n"
                                        + "ALTER TABLE \"T\" ALTER same TYPE INTEGER USING 0;\nALTER TABLE \"Old\" ALTER n TYPE BIGINT;"),
                        file("0003_back/migration.sql", FileKind.PRISMA, "ALTER TABLE \"T\" ALTER n TYPE INTEGER;")))
                .stream()
                .filter(finding -> finding.rule().equals("HF090"))
                .toList();

        assertThat(findings)
                .extracting(Finding::message)
                .containsExactly(
                        "a guard refuses the retype of table column public.\"T\".m",
                        "a guard refuses the rewrite of table column public.\"T\"",
                        "a guard refuses the retype of table column public.\"Old\".n, unless the new type holds every value of the old one",
                        "a guard refuses the retype of table column public.\"T\".n");
    }

    @Test
    void an_index_on_only_a_table_that_nothing_calls_partitioned_is_refused() {
        assertThat(lint(List.of(
                        migration("V1__log.sql", "CREATE TABLE nemo.log (n int);"),
                        migration("V2__a.sql", "CREATE INDEX log_n ON ONLY nemo.log (n);"))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("unless it is partitioned"));
    }

    @Test
    void a_hotfix_is_told_to_index_the_partitions() {
        List<Finding> findings = lint(List.of(
                prisma("CREATE TABLE \"Log\" (at timestamptz, n int) PARTITION BY RANGE (at);"),
                hotfix("CREATE INDEX IF NOT EXISTS log_n ON ONLY \"Log\" (n);\n"
                        + "CREATE INDEX CONCURRENTLY IF NOT EXISTS log_n ON \"Log\" (n);")));

        assertThat(findings).extracting(Finding::rule).containsExactly("HF040", "HF040");
        assertThat(findings).allSatisfy(f -> assertThat(f.fix().text()).contains("for each partition"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE \"Tax\" (id int PRIMARY KEY, name text);",
                "CREATE TABLE \"Tax\" (id int, name text, CONSTRAINT \"Tax_pkey\" UNIQUE (id));",
                "CREATE TABLE \"Tax\" (id int, name text); CREATE UNIQUE INDEX \"Tax_pkey\" ON \"Tax\" (id);",
                "CREATE TABLE \"Tax\" (id int, name text); ALTER TABLE \"Tax\" ADD CONSTRAINT \"Tax_pkey\" PRIMARY KEY (id);",
            })
    void a_key_among_the_constants_makes_an_insert_idempotent(String history) {
        assertThat(inserts(history)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE \"Tax\" (id int, name text);",
                "CREATE TABLE \"Tax\" (id int, name text, PRIMARY KEY (id, name));",
                "CREATE TABLE \"Tax\" (id int PRIMARY KEY DEFERRABLE, name text);",
                "CREATE TABLE \"Tax\" (id int, name text); CREATE UNIQUE INDEX \"Tax_pkey\" ON \"Tax\" (id) WHERE name = 'x';",
                "CREATE TABLE \"Tax\" (id int, name text); CREATE UNIQUE INDEX \"Tax_pkey\" ON \"Tax\" (abs(id));",
                "CREATE TABLE \"Tax\" (id int, name text); CREATE UNIQUE INDEX a ON \"Tax\" (id); DROP INDEX a;",
            })
    void without_a_key_among_the_constants_it_would_insert_again(String history) {
        assertThat(inserts(history)).containsOnly("HF006").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE other (id int);",
                "CREATE TABLE \"Tax\" (LIKE other INCLUDING ALL);",
                "CREATE TABLE \"Tax\" (id int UNIQUE); ALTER TABLE \"Tax\" DROP CONSTRAINT chosen_by_hand;",
            })
    void what_no_file_tells_the_catalog_decides(String history) {
        assertThat(inserts(history)).containsOnly("HF008").hasSize(2);
    }

    @Test
    void a_repeatable_migration_has_no_catalog_to_ask() {
        String insert = "INSERT INTO tax (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING;";

        assertThat(lint(List.of(migration("V1__a.sql", "CREATE TABLE tax (id int UNIQUE, name text);"), again(insert))))
                .isEmpty();
        assertThat(lint(List.of(again(insert)))).extracting(Finding::rule).containsExactly("HF006");
    }

    @Test
    void an_index_on_values_of_any_length_is_warned_of_where_their_type_is_known() {
        String index = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON \"Tax\" ";
        Input table = prisma(
                "CREATE TABLE \"Tax\" (id int, name text, short varchar(200), wide varchar, data jsonb, raw bytea,"
                        + " tags text[]); ALTER TABLE \"Tax\" ALTER COLUMN name TYPE text;");

        for (String keys : List.of("(name)", "(id, wide)", "(data)", "(raw)", "(tags)", "(id) INCLUDE (name)")) {
            assertThat(lint(List.of(table, hotfix(index + keys))))
                    .as(keys)
                    .extracting(Finding::rule)
                    .containsExactly("HF039");
        }
        for (String keys :
                List.of("(id)", "(short)", "(md5(name))", "(left(name, 100))", "USING gin (data)", "(unheard_of)")) {
            assertThat(lint(List.of(table, hotfix(index + keys)))).as(keys).isEmpty();
        }
        assertThat(lint(List.of(
                        table,
                        hotfix("ALTER TABLE \"Tax\" ADD COLUMN IF NOT EXISTS fresh text;\n" + index + "(fresh);"))))
                .as("old code writes none")
                .isEmpty();
    }

    private static List<String> inserts(String history) {
        return lint(
                        List.of(
                                prisma(history),
                                hotfix("INSERT INTO \"Tax\" (id) VALUES (1) ON CONFLICT DO NOTHING;"),
                                file(
                                        "0002.sql",
                                        FileKind.HOTFIX,
                                        "INSERT INTO \"Tax\" (id) VALUES (1) ON CONFLICT ON CONSTRAINT \"Tax_pkey\" DO NOTHING;")))
                .stream()
                .filter(finding -> finding.rule().startsWith("HF00"))
                .map(Finding::rule)
                .toList();
    }

    private static List<Finding> lint(List<Input> files) {
        return new Linter(
                        PolicyContext.of("nemo", "public", Engines.LEDGERS),
                        Placeholders.offline(Map.of(), "nemo", Optional.empty()))
                .lint(files)
                .findings();
    }

    private static Input migration(String name, String sql) {
        return file(name, FileKind.MIGRATION, sql);
    }

    private static Input again(String sql) {
        return file("R__a.sql", FileKind.REPEATABLE, sql);
    }

    private static Input prisma(String sql) {
        return file("20260101_a/migration.sql", FileKind.PRISMA, sql);
    }

    private static Input hotfix(String sql) {
        return file("0001.sql", FileKind.HOTFIX, sql);
    }

    private static Input file(String name, FileKind kind, String sql) {
        return new Input(name, kind, sql.getBytes(StandardCharsets.UTF_8), "");
    }
}
