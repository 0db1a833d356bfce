package dev.schemagate.ownership.guard;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.testing.Advice;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/** How a guard is installed, looked at, opened and taken away. */
@EveryVersion
class GuardTest {

    private static final String LOG =
            "SELECT string_agg(concat_ws(' ', deed, identity, 'by', allowed_by), ', ' ORDER BY at) FROM schema_gate_guard.log";

    @TempDir
    Path files;

    private GuardedDatabase guarded;
    private TestDatabase database;

    @BeforeEach
    void create() {
        guarded = GuardedDatabase.create();
        database = guarded.database();
    }

    private Installation installation(String url) {
        return new Installation(TestGate.on(url, files).database, guarded.script());
    }

    private void assertRefused(String sql) {
        assertThatThrownBy(() -> database.execute(sql))
                .hasRootCauseInstanceOf(SQLException.class)
                .rootCause()
                .hasMessageContaining("schema gate: ")
                .hasMessageContaining(" refused");
    }

    @Test
    void an_override_lets_its_transaction_pass_and_is_recorded() throws Exception {
        try (Connection session = database.connect();
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute("SET LOCAL schema_gate.override = 'T-1 unused since June'");
            statement.execute("ALTER TABLE nemo.users DROP COLUMN legacy");
            session.commit();
        }

        assertRefused("ALTER TABLE nemo.users DROP COLUMN n");
        assertThat(database.value(LOG)).isEqualTo("drop nemo.users.legacy by override T-1 unused since June");
    }

    @Test
    void an_index_is_dropped_concurrently_with_an_override_and_that_is_recorded() throws Exception {
        try (Connection session = database.connect();
                Statement statement = session.createStatement()) {
            statement.execute("SET schema_gate.override = 'T-2'");
            statement.execute("DROP INDEX CONCURRENTLY nemo.users_n");
        }

        assertThat(database.value(LOG)).isEqualTo("drop nemo.users_n by override T-2");
    }

    @Test
    void a_pass_is_for_one_thing_one_deed_one_role_and_a_time() {
        String pass = "SELECT schema_gate_guard.allow('T-3', 'r', 'nemo', 'nemo.users.legacy', %s, %s, '%s')";
        database.execute(pass.formatted("'rename'", "NULL", "1 h"));
        database.execute(pass.formatted("'drop'", "'somebody'", "1 h"));
        database.execute(pass.formatted("'drop'", "NULL", "-1 s"));
        assertRefused("ALTER TABLE nemo.users DROP COLUMN legacy");
        database.execute(pass.formatted("'drop'", "NULL", "1 h"));
        assertRefused("ALTER TABLE nemo.users DROP COLUMN n");

        database.execute("ALTER TABLE nemo.users DROP COLUMN legacy");

        assertThat(database.value(LOG)).isEqualTo("drop nemo.users.legacy by pass T-3");
    }

    @Test
    void a_pass_for_a_column_of_a_partitioned_table_covers_its_partitions() {
        database.execute("SELECT schema_gate_guard.allow('T-4', 'r', 'nemo', 'nemo.part.v', 'drop', NULL, '1 h')");

        database.execute("ALTER TABLE nemo.part DROP COLUMN v");

        assertThat(database.hasColumn("nemo", "part_1", "v")).isFalse();
    }

    @Test
    void a_pass_counts_for_the_role_that_a_session_has_become() {
        database.execute("SELECT schema_gate_guard.allow('T-5', 'r', 'public', 'public.owned', 'drop', '"
                + guarded.prisma() + "', '1 h'); SET ROLE " + guarded.prisma() + "; DROP TABLE public.owned");

        assertThat(database.value("SELECT to_regclass('public.owned')")).isNull();
    }

    @Test
    void no_pass_opens_the_guard_itself() {
        database.execute("SELECT schema_gate_guard.allow('T-6', 'r', 'schema_gate_guard', '%', NULL, NULL, '1 h')");

        assertRefused("DROP TABLE schema_gate_guard.pass");
    }

    @Test
    void whoever_lost_its_tables_is_told_without_the_words_that_litellm_takes_for_applied() {
        database.execute("SET schema_gate.override = 'T'; DROP TABLE schema_gate_guard.pass");

        assertThatThrownBy(() -> database.execute("ALTER TABLE nemo.users ADD COLUMN x int"))
                .rootCause()
                .hasMessageContaining("the tables of the guard are gone")
                .hasMessageNotContaining("exist");

        installation(database.url()).install(true);
        database.execute("ALTER TABLE nemo.users ADD COLUMN x int");
    }

    @Test
    void status_names_what_differs_and_install_mends_it() {
        Installation installation = installation(database.url());
        assertThat(installation.inspect().differences()).isEmpty();
        database.execute("ALTER EVENT TRIGGER schema_gate_drops DISABLE; DROP EVENT TRIGGER schema_gate_watchdog;"
                + " CREATE OR REPLACE FUNCTION schema_gate_guard.judge(tag text, kind text, in_schema name, deed text, identity text,"
                + " detail text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'BEGIN END';"
                + " CREATE EVENT TRIGGER other ON sql_drop EXECUTE FUNCTION schema_gate_guard.drops();"
                + " COMMENT ON SCHEMA schema_gate_guard IS 'Schema Gate guard, version 0'");

        assertThat(installation.inspect().intact()).isFalse();
        assertThat(installation.inspect().differences())
                .satisfiesExactly(
                        drops -> assertThat(drops)
                                .startsWith("event trigger schema_gate_drops is on sql_drop, disabled, calls "),
                        watchdog -> assertThat(watchdog).isEqualTo("event trigger schema_gate_watchdog is missing"),
                        judge -> assertThat(judge).isEqualTo("function schema_gate_guard.judge is another"),
                        version -> assertThat(version)
                                .isEqualTo("version is Schema Gate guard, version 0, not Schema Gate guard, version "
                                        + GuardScript.VERSION),
                        other -> assertThat(other).isEqualTo("event trigger other is none of the guard's"));

        installation.install(true);

        assertThat(installation.inspect().differences()).isEmpty();
        assertRefused("DROP TABLE nemo.orders");
    }

    @Test
    void a_setting_that_switches_it_off_is_told_and_a_standing_override_is_noted() {
        Installation installation = installation(database.url());
        String role = "ALTER ROLE " + guarded.prisma() + " IN DATABASE " + database.name() + " SET ";
        database.execute(role + "session_replication_role = replica; " + role + "schema_gate.override = 'partman'");

        Inspection found = installation.inspect();

        assertThat(found.differences())
                .containsExactly("setting session_replication_role of role " + guarded.prisma() + " database "
                        + database.name() + ": session_replication_role=replica switches the guard off");
        assertThat(found.notes()).singleElement().asString().contains(guarded.prisma(), "override=partman");
    }

    /** Somebody drops at the moment between the old triggers and the new ones. */
    @Test
    void an_upgrade_is_never_without_a_guard() throws Exception {
        try (Connection upgrade = database.connect();
                Statement statement = upgrade.createStatement()) {
            upgrade.setAutoCommit(false);
            statement.execute(guarded.script().sql());

            assertRefused("SET lock_timeout = '1s'; DROP TABLE nemo.orders");
            upgrade.commit();
        }
        assertRefused("DROP TABLE nemo.orders");
    }

    @Test
    void trying_changes_nothing() {
        Installation installation = installation(database.url());
        installation.remove("T-7", true);

        installation.install(false);

        assertThat(installation.inspect().installed()).isFalse();
    }

    @Test
    void a_role_that_may_not_is_told_who_may() {
        Installation installation = installation(database.url());
        installation.remove("T-8", true);
        String login = database.urlOfNewRole("nobody");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO nobody_" + database.name());

        database.execute("DROP SCHEMA schema_gate CASCADE");
        GuardScript own =
                new GuardScript("nemo", "public", "schema_gate", "schema_gate_guard", "nobody_" + database.name());
        Installation mine = new Installation(TestGate.on(login, files).database, own);

        assertThatThrownBy(() -> mine.install(true))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("the server refuses the guard to role nobody_")
                .hasMessageContaining("nothing was changed; a superuser may");
        assertThat(database.value("SELECT to_regnamespace('schema_gate_guard')"))
                .isNull();
    }

    @Test
    void whoever_did_not_install_it_cannot_remove_it() {
        String login = database.urlOfNewRole("nobody");

        assertThatThrownBy(() -> installation(login).remove("T-9", false))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("connect as the role that installed it");
        assertThat(installation(login).inspect().intact()).isTrue();
    }

    @Test
    void removed_it_leaves_the_record_and_can_come_back() {
        Installation installation = installation(database.url());
        database.execute("SET schema_gate.override = 'T-10'; DROP TABLE nemo.orders");

        assertThat(installation.remove("T-11", false)).isTrue();

        assertThat(installation.remove("T-11", false)).isFalse();
        database.execute("ALTER TABLE nemo.users DROP COLUMN legacy");
        assertThat(database.value(LOG))
                .contains("drop nemo.orders by override T-10")
                .contains("by override T-11");
        installation.install(true);
        assertThat(installation.inspect().intact()).isTrue();
        assertRefused("DROP TABLE nemo.typed");
    }

    /** As the administrator of a managed service, up to what only such a service lets a role do that is no superuser. */
    @Test
    void an_administrator_who_is_no_superuser_is_told_what_to_be_granted() {
        installation(database.url()).remove("T-12", true);
        String gate = database.urlOfNewRole("gate").replaceFirst(".*//([^:]*):.*", "$1");
        String login = database.urlOfNewRole("admin");
        GuardScript script = new GuardScript("nemo", "public", "schema_gate", "schema_gate_guard", gate);
        Installation installation = new Installation(TestGate.on(login, files).database, script);
        database.execute("DROP SCHEMA schema_gate CASCADE");

        Advice.follow(database, refusal(installation, "GRANT CREATE ON DATABASE"));
        database.execute("CREATE SCHEMA schema_gate AUTHORIZATION " + gate + "; REVOKE " + gate + " FROM admin_"
                + database.name());
        Advice.follow(database, refusal(installation, "GRANT USAGE, CREATE ON SCHEMA"));

        assertThat(refusal(installation, "permission denied to create event trigger"))
                .contains("nothing was changed; a superuser may");
    }

    private static String refusal(Installation installation, String text) {
        Throwable refused = catchThrowable(() -> installation.install(true));
        assertThat(refused).isInstanceOf(GuardException.class).hasMessageContaining(text);
        return refused.getMessage();
    }

    @Test
    void a_schema_that_it_was_not_told_of_is_a_difference_and_who_may_not_look_is_told() {
        GuardScript other = new GuardScript("shop", "public", "schema_gate", "schema_gate_guard", "postgres");
        Installation wider = new Installation(TestGate.on(database.url(), files).database, other);
        assertThat(wider.inspect().differences()).containsExactly("schema shop is not guarded");
        database.execute(
                "UPDATE schema_gate_guard.schemas SET refuse = array_remove(refuse, 'type') WHERE schema_name = 'public'");
        assertThat(installation(database.url()).inspect().differences())
                .containsExactly("schema public is not guarded against the loss of: type");

        assertThat(installation(database.urlOfNewRole("nobody")).inspect().notes())
                .singleElement()
                .asString()
                .startsWith("this role may not read which schemas are guarded");
    }
}
