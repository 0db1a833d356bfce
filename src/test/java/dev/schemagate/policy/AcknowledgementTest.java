package dev.schemagate.policy;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

import static org.assertj.core.api.Assertions.assertThat;

class AcknowledgementTest {

    @Test
    void covers_the_statement_below_it() {
        assertThat(hotfix("""
                                -- gate: allow HF040 the table has ten rows
                                CREATE INDEX IF NOT EXISTS tax_rate_idx ON "Tax" (rate);
                                """))
                .filteredOn(finding -> !finding.contains("HF072"))
                .isEmpty();
    }

    @Test
    void covers_by_name_and_over_other_comments() {
        assertThat(hotfix("""
                                -- gate: allow restrict-nothing no release writes this column yet
                                -- see the ticket
                                CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tax_rate_key ON "Tax" (rate);
                                """)).isEmpty();
    }

    @Test
    void covers_no_further_statement() {
        assertThat(hotfix("""
                                -- gate: allow HF032 no release writes this column yet
                                SELECT 1;
                                CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tax_rate_key ON "Tax" (rate);
                                """)).containsExactly("1 HF081", "3 HF032");
    }

    @Test
    void needs_a_reason() {
        assertThat(hotfix("""
                                -- gate: allow HF032
                                CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS tax_rate_key ON "Tax" (rate);
                                """)).containsExactly("1 HF080", "2 HF032");
    }

    @Test
    void never_covers_in_a_hotfix_what_the_replay_would_take_back() {
        assertThat(hotfix("-- gate: allow HF036 nobody reads it\nALTER TABLE \"Tax\" ENABLE ROW LEVEL SECURITY;"))
                .containsExactly("1 HF082", "2 HF036");
        assertThat(hotfix("-- gate: allow HF007 once only\nCREATE INDEX CONCURRENTLY ON \"Tax\" (rate);"))
                .contains("1 HF082", "2 HF007");
    }

    @Test
    void never_covers_what_is_strict() {
        assertThat(hotfix("-- gate: allow HF010 nobody needs it\nALTER TABLE \"Tax\" DROP COLUMN rate;"))
                .containsExactly("1 HF082", "2 HF010");
        assertThat(hotfix("-- gate: contract public.Tax.rate gone\nALTER TABLE \"Tax\" DROP COLUMN rate;"))
                .containsExactly("1 HF082", "2 HF010");
        assertThat(hotfix("-- gate: allow HF070 trust me\nDO $$ BEGIN EXECUTE current_setting('x'); END $$;"))
                .containsExactly("1 HF082", "2 HF070");
    }

    @Test
    void knows_its_rules() {
        assertThat(hotfix("-- gate: allow HF999 because\nSELECT 1;")).containsExactly("1 HF082");
        assertThat(hotfix("-- gate: alow HF010 because\nSELECT 1;")).containsExactly("1 HF082");
    }

    @Test
    void a_contract_lets_a_migration_remove_what_it_declares() {
        String drop = "ALTER TABLE users DROP COLUMN legacy_name;";
        assertThat(migration(drop)).containsExactly("1 HF010");
        assertThat(migration("-- gate: contract nemo.users.legacy_name unused since release 41\n" + drop))
                .isEmpty();
        assertThat(migration("-- gate: contract nemo.users.other unused since release 41\n" + drop))
                .containsExactly("1 HF081", "2 HF010");
        assertThat(migration("-- gate: contract nemo.users.legacy_name\n" + drop))
                .containsExactly("1 HF080", "2 HF010");
    }

    @Test
    void the_contract_that_a_finding_advises_is_the_one_that_lets_it_pass() {
        for (String sql : List.of(
                "ALTER TABLE \"Users\" DROP COLUMN legacy_name;",
                "DROP TABLE users;",
                "ALTER TABLE users RENAME a TO b;")) {
            String advice = findings(ScriptKind.MIGRATION, sql).get(0).fix().text();
            String contract = advice.substring(advice.indexOf("gate: contract"));

            assertThat(migration("-- " + contract + "\n" + sql)).isEmpty();
        }
        assertThat(findings(ScriptKind.HOTFIX, "DROP TABLE users;").get(0).fix().text())
                .isEqualTo("Leave it in place");
    }

    @Test
    void a_contract_names_what_goes_and_cascade_takes_more() {
        String contract = "-- gate: contract nemo.users.legacy_name unused since release 41\n";
        assertThat(migration(contract + "ALTER TABLE users DROP COLUMN legacy_name CASCADE;"))
                .containsExactly("1 HF081", "2 HF010");
        assertThat(migration("-- gate: contract nemo.users gone\nDROP TABLE users CASCADE;"))
                .contains("2 HF010");
    }

    @Test
    void a_retirement_announces_what_a_later_file_removes() {
        String retire = "-- gate: retire nemo.users.legacy_name this release uses full_name\n";
        assertThat(migration(retire)).isEmpty();
        assertThat(migration(retire + "ALTER TABLE users ADD COLUMN x int;")).isEmpty();
        assertThat(migration(retire + "ALTER TABLE users DROP COLUMN legacy_name;"))
                .containsExactly("1 HF082", "2 HF010");
        assertThat(migration("-- gate: retire nemo.users.legacy_name")).containsExactly("1 HF080");
        assertThat(migration("-- gate: retire legacy_name unused")).containsExactly("1 HF082");
        assertThat(hotfix(retire)).containsExactly("1 HF082");
    }

    @Test
    void what_is_declared_is_told_with_what_is_done_to_it() {
        List<Declaration> declared = Declaration.of(
                new Script(ScriptKind.MIGRATION, SqlParser.parse(new SourceText("V7.sql", """
                        -- gate: retire nemo.users.other this release uses full_name
                        -- gate: contract nemo.users."Legacy Name" nobody reads it
                        ALTER TABLE users DROP COLUMN "Legacy Name";
                        -- gate: contract nemo.users.typo nobody reads it
                        """))),
                PolicyContext.of("nemo", "public", Engines.LEDGERS));

        assertThat(declared)
                .extracting(d -> d.file() + ":" + d.range().line() + " " + d.name() + ", " + d.reason() + " "
                        + d.changes().size())
                .containsExactly(
                        "V7.sql:1 nemo.users.other, this release uses full_name 0",
                        "V7.sql:2 nemo.users.\"Legacy Name\", nobody reads it 1");
        assertThat(Declaration.names("""
                        -- gate: retire nemo.users.OTHER why
                        # gate: contract nemo.users."Legacy Name" why
                        -- gate: allow HF010 why
                        """)).containsExactly("nemo.users.other", "nemo.users.\"Legacy Name\"");
    }

    @Test
    void a_contract_does_not_excuse_the_lock() {
        String contract = "-- gate: contract nemo.users_old unused since release 41\n";
        assertThat(migration(contract + "DROP INDEX users_old;")).containsExactly("2 HF040");
        assertThat(migration(contract + "DROP INDEX CONCURRENTLY users_old;")).isEmpty();
        assertThat(hotfix("DROP INDEX users_old;")).containsExactly("1 HF010");
    }

    @Test
    void migrations_may_create_and_acknowledge_rows() {
        assertThat(migration(
                        "CREATE TABLE tax (id bigint PRIMARY KEY, owner text NOT NULL); CREATE INDEX ON tax (owner);"))
                .isEmpty();
        assertThat(migration("UPDATE users SET email = lower(email);")).containsExactly("1 HF014");
        assertThat(
                        migration(
                                "-- gate: allow HF014 ten rows, old code compares in lower case\nUPDATE users SET email = lower(email);"))
                .isEmpty();
        assertThat(migration("ALTER TABLE public.\"Tax\" ADD COLUMN rate numeric;"))
                .containsExactly("1 HF023");
    }

    @Test
    void the_gates_own_schema_is_known_by_the_name_it_was_given() {
        PolicyContext renamed =
                PolicyContext.of("nemo", "public", Engines.LEDGERS).withBookkeeping("books");
        assertThat(judge(ScriptKind.MIGRATION, "ALTER TABLE books.pod ADD COLUMN x int;", renamed))
                .containsExactly("1 HF023");
        assertThat(judge(ScriptKind.MIGRATION, "ALTER TABLE schema_gate.pod ADD COLUMN x int;", renamed))
                .isEmpty();
        assertThat(migration("ALTER TABLE schema_gate.pod ADD COLUMN x int;")).containsExactly("1 HF023");
    }

    @Test
    void a_fresh_schema_is_judged_for_ownership_only() {
        PolicyContext fresh =
                PolicyContext.of("nemo", "public", Engines.LEDGERS).withOwnedHistory(false);
        assertThat(judge(ScriptKind.MIGRATION, "DROP TABLE users; CREATE TABLE public.x (id int);", fresh))
                .containsExactly("1 HF020");
    }

    private static List<String> hotfix(String sql) {
        return judge(ScriptKind.HOTFIX, sql, PolicyContext.of("nemo", "public", Engines.LEDGERS));
    }

    private static List<String> migration(String sql) {
        return judge(ScriptKind.MIGRATION, sql, PolicyContext.of("nemo", "public", Engines.LEDGERS));
    }

    private static List<Finding> findings(ScriptKind kind, String sql) {
        return findings(kind, sql, PolicyContext.of("nemo", "public", Engines.LEDGERS));
    }

    private static List<Finding> findings(ScriptKind kind, String sql, PolicyContext context) {
        return Policy.judge(new Script(kind, SqlParser.parse(new SourceText("x.sql", sql))), context);
    }

    private static List<String> judge(ScriptKind kind, String sql, PolicyContext context) {
        return findings(kind, sql, context).stream()
                .map(finding -> finding.range().line() + " " + finding.rule())
                .toList();
    }
}
