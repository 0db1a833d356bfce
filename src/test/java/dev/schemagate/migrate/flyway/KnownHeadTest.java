package dev.schemagate.migrate.flyway;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A start at head does not ask Flyway again, and does where anything changed. */
class KnownHeadTest {

    private static final String LAST =
            "SELECT version || ' ' || ahead FROM schema_gate.head ORDER BY found_at DESC LIMIT 1";

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    private TestDatabase database;

    @BeforeEach
    void prepare() throws Exception {
        database = scene.database();
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.gate().runOnce();
    }

    @Test
    void one_session_is_enough_where_nothing_changed() throws Exception {
        String url = database.urlOfNewRole("app");
        String role = database.value("SELECT rolname FROM pg_roles ORDER BY oid DESC LIMIT 1");
        database.execute("ALTER ROLE " + role + " CONNECTION LIMIT 1; GRANT USAGE ON SCHEMA nemo TO " + role
                + "; GRANT SELECT ON ALL TABLES IN SCHEMA nemo TO " + role + "; GRANT USAGE ON SCHEMA schema_gate TO "
                + role + "; GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO " + role);
        TestGate gate = TestGate.on(url, scene.files());

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(gate.report("migrate").result().detail()).isEqualTo("at version 1");
    }

    @Test
    void a_login_that_may_only_become_who_migrates_asks_flyway() throws Exception {
        String url = database.urlOfNewRole("login");
        String role = database.value("SELECT rolname FROM pg_roles ORDER BY oid DESC LIMIT 1");
        String owner = role.replace("login", "owner");
        database.execute("CREATE ROLE " + owner + "; ALTER SCHEMA nemo OWNER TO " + owner
                + "; ALTER TABLE nemo.flyway_schema_history OWNER TO " + owner + "; ALTER TABLE nemo.users OWNER TO "
                + owner + "; ALTER ROLE " + role + " NOINHERIT; GRANT " + owner + " TO " + role
                + "; GRANT USAGE ON SCHEMA schema_gate TO " + role
                + "; GRANT ALL ON ALL TABLES IN SCHEMA schema_gate TO "
                + role);
        TestGate gate = TestGate.on(url, scene.files(), "gate.migrate.role", owner);

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(gate.report("migrate").result().detail()).isEqualTo("at version 1");
    }

    @Test
    void a_history_that_was_changed_is_validated_again() {
        database.execute("UPDATE nemo.flyway_schema_history SET checksum = checksum + 1");

        scene.gate().assertFails(ErrorCode.MG003, "V1__users.sql", "checksum mismatch");
    }

    @Test
    void a_file_that_was_changed_is_validated_again_and_the_old_one_is_still_known() throws Exception {
        Path file = scene.files().resolve("migrations/V1__users.sql");
        String text = Files.readString(file);
        Files.writeString(file, text + " ");

        scene.gate().assertFails(ErrorCode.MG003, "V1__users.sql", "checksum mismatch");

        Files.writeString(file, text);
        assertThat(scene.gate().runOnce().ready()).isTrue();
    }

    @Test
    void what_was_applied_is_known_at_once_and_a_rollback_is_said_again() throws Exception {
        Path second = scene.migration("V2__more.sql", "ALTER TABLE users ADD COLUMN age int;");
        scene.gate().runOnce();
        assertThat(database.value(LAST)).isEqualTo("2 0");
        Files.delete(second);
        for (int start = 0; start < 2; start++) {
            TestGate gate = scene.gate();
            gate.runOnce();

            assertThat(gate.report("migrate").result().detail()).isEqualTo("at version 2, 1 ahead of the files");
            assertThat(database.value(LAST)).isEqualTo("2 1");
        }
    }
}
