package dev.schemagate.preflight;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.Worker;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.testing.PgBouncer;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Through a real pgbouncer, which no session can see but by its backend's number. */
class PoolerTest {

    @TempDir
    Path files;

    private Scene scene;
    private TestDatabase database;

    @BeforeEach
    void needPgBouncer() {
        assumeTrue(PgBouncer.isInstalled(), "skipped: pgbouncer is not installed (Debian package pgbouncer)");
        scene = Scene.in(files, "CREATE TABLE t (id int PRIMARY KEY, name text)");
        database = scene.database();
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");
    }

    @Test
    void a_transaction_pooler_is_refused_before_anything_is_applied() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(files, "transaction")) {
            TestGate gate = TestGate.on(pooler.url(database), files);

            assertThatThrownBy(gate::runOnce)
                    .isInstanceOfSatisfying(
                            GateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DB003))
                    .hasMessageContaining("set DIRECT_URL or GATE_DATABASE_URL to the PostgreSQL server itself");
            assertThat(new Preflight(gate.config).refusal(gate.database))
                    .hasValueSatisfying(e -> assertThat(e.code()).isEqualTo(ErrorCode.DB003));
            assertThat(database.value("SELECT to_regnamespace('schema_gate')")).isNull();
            assertThat(database.value("SELECT to_regnamespace('nemo')")).isNull();
            assertThat(database.hasColumn("public", "t", "a")).isFalse();
            assertThat(scene.valid("i")).isNull();
        }
    }

    @Test
    void hotfixes_are_replayed_through_a_session_pooler_and_give_way_to_prisma() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(files, "session")) {
            TestGate gate = TestGate.on(pooler.url(database), files);
            CompletableFuture<Boolean> ready;
            try (Connection prisma = scene.holding("SELECT pg_advisory_xact_lock(72707369)")) {
                ready = gate.start();
                await().until(() -> gate.counters.lockTimeouts() > 0);
                assertThat(database.hasColumn("public", "t", "a")).isFalse();
                prisma.rollback();
            }

            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();

            assertThat(gate.counters.applied()).isEqualTo(2);
            assertThat(database.hasColumn("public", "t", "a")).isTrue();
            assertThat(scene.valid("i")).isEqualTo("t");
            assertThat(settingsOf(pooler)).isEqualTo(settingsOf(database.url()));
        }
        assertThat(scene.gate().runOnce().ready()).isTrue();
    }

    @Test
    void a_session_keeps_what_its_client_asked_for_after_a_hotfix() throws Exception {
        database.execute("ALTER DATABASE " + database.name() + " SET datestyle = 'German'");
        scene.hotfix("0003.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
        try (PgBouncer pooler = PgBouncer.start(files, "session")) {
            assertThat(TestGate.on(pooler.url(database), files).runOnce().ready())
                    .isTrue();
        }
        assertThat(database.value("SELECT count(*) FROM schema_gate.hotfix")).isEqualTo("3");
    }

    @Test
    void a_gate_that_is_killed_behind_a_session_pooler_leaves_no_lock() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(files, "session");
                Connection reader = scene.holding("TABLE t")) {
            Process worker = Worker.start(pooler.url(database), files);
            await().until(() -> scene.running("ADD COLUMN"));

            worker.destroyForcibly().waitFor();

            await().until(() -> scene.advisoryLocks() == 0 && !scene.running("ADD COLUMN"));
            reader.rollback();
            assertThat(TestGate.on(pooler.url(database), files).runOnce().ready())
                    .isTrue();
        }
        assertThat(database.hasColumn("public", "t", "a")).isTrue();
    }

    /** What the next client of the pooler finds: nothing of ours. */
    private String settingsOf(PgBouncer pooler) throws SQLException {
        return settingsOf(pooler.url(database));
    }

    private static String settingsOf(String url) throws SQLException {
        PostgresServer server = PostgresServer.shared();
        String sql =
                "SELECT string_agg(current_setting(name), ' ') FROM unnest(ARRAY['lock_timeout', 'statement_timeout',"
                        + " 'search_path', 'role', 'client_connection_check_interval']) name";
        String jdbc = "jdbc:" + url.replaceFirst("//[^@]*@", "//");
        try (Connection session = DriverManager.getConnection(jdbc, server.user(), server.password());
                ResultSet row = session.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void a_session_pooler_works_and_is_named() throws Exception {
        try (PgBouncer pooler = PgBouncer.start(files, "session")) {
            TestGate gate = TestGate.on(pooler.url(database), files);

            assertThat(gate.runOnce().ready()).isTrue();

            assertThat(gate.report("preflight").result().detail()).endsWith("through a session pooler");
            assertThat(database.hasColumn("nemo", "users", "id")).isTrue();
        }
    }
}
