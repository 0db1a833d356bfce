package dev.schemagate.migrate.contract;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.Worker;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A column is dropped only when nobody missed it while it was withheld; whoever does gets it back at once. */
@EveryVersion
class SoftDropTest {

    private final LoggingServer server = LoggingServer.shared();

    @TempDir
    Path files;

    private String database;

    @BeforeEach
    void inUse() throws Exception {
        database = server.newDatabase();
        migration("V1__users.sql", "CREATE TABLE users (id int, legacy text);");
        gate().runOnce();
        server.execute(
                database,
                "CREATE ROLE app_" + database + " LOGIN",
                "GRANT USAGE ON SCHEMA nemo TO app_" + database,
                "GRANT SELECT, INSERT ON nemo.users TO app_" + database,
                "DELETE FROM schema_gate.pod");
        migration(
                "V2__contract.sql",
                "-- gate: contract nemo.users.legacy nobody reads it\nALTER TABLE users DROP COLUMN legacy;");
    }

    private void migration(String name, String sql) throws Exception {
        Files.writeString(Files.createDirectories(files.resolve("migrations")).resolve(name), sql);
    }

    private TestGate gate(String... settings) {
        return TestGate.on(server.url(database), files, settings);
    }

    private TestGate dropping(String window) {
        return gate("gate.contract.soft-drop", window, "gate.watch.every", "100ms", "gate.watch.window", "3s");
    }

    private boolean withheld() {
        return server.query(database, "SELECT count(*) FROM schema_gate.soft_drop")
                .equals("1");
    }

    private boolean mayRead() {
        return server.query(
                        database,
                        "SELECT has_column_privilege('app_" + database + "', 'nemo.users', 'legacy', 'SELECT, INSERT')")
                .equals("t");
    }

    private boolean gone() {
        return server.query(
                        database,
                        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'nemo.users'::regclass AND attname = 'legacy'")
                .equals("0");
    }

    @Test
    void after_a_clean_window_it_is_dropped_and_the_privileges_are_those_of_before() throws Exception {
        TestGate gate = dropping("2s");
        CompletableFuture<Boolean> ready = gate.start();
        await().until(this::withheld);
        assertThat(mayRead()).isFalse();
        // Somebody else's error is nobody's use of it.
        try (Connection app = server.connect(database, "app_" + database, "web-1")) {
            assertThat(LoggingServer.fail(app, "SELECT id FROM nemo.users")).isEqualTo("00000");
            assertThat(LoggingServer.fail(app, "SELECT * FROM schema_gate.pod")).isEqualTo("42501");
        }

        assertThat(ready.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();

        assertThat(gone()).isTrue();
        assertThat(withheld()).isFalse();
        server.execute(database, "ALTER TABLE nemo.users ADD COLUMN later int");
        assertThat(server.query(
                        database,
                        "SELECT has_column_privilege('app_" + database + "', 'nemo.users', 'later', 'SELECT')"))
                .isEqualTo("t");
    }

    @Test
    void whoever_misses_it_gets_it_back_at_once_and_is_named_and_nobody_is_bothered_again_soon() throws Exception {
        TestGate gate = dropping("50s");
        CompletableFuture<Boolean> ready = gate.start();
        await().until(this::withheld);
        try (Connection app = server.connect(database, "app_" + database, "report-7")) {
            assertThat(LoggingServer.fail(app, "SELECT legacy FROM nemo.users WHERE legacy = 'secret'"))
                    .isEqualTo("42501");
        }

        await().until(this::mayRead);
        assertThat(ready.orTimeout(60, TimeUnit.SECONDS)
                        .handle((fine, failure) -> failure != null)
                        .join())
                .isTrue();
        assertThat(gate.gate.state().code()).isEqualTo("CT003");
        assertThat(gate.gate.state().reason())
                .contains("V2__contract.sql:1: contract nemo.users.legacy", "application \"report-7\"", "SELECT legacy")
                .doesNotContain("secret");
        assertThat(gone()).isFalse();

        dropping("50s").assertFails(ErrorCode.CT003, "report-7", "it is withheld again 60 min after that");
        assertThat(withheld()).isFalse();
    }

    @Test
    void where_the_log_shows_nothing_it_is_not_withheld() throws Exception {
        TestGate gate = gate("gate.contract.soft-drop", "2s", "gate.watch.sources", "");
        CompletableFuture<Boolean> ready = gate.start();

        await().until(() -> gate.gate.state().code().equals("CT004"));

        assertThat(gate.gate.state().reason()).contains("only where the log is sure to show who is refused it");
        assertThat(mayRead()).isTrue();
        assertThat(ready.cancel(true)).isTrue();
    }

    @Test
    void killed_in_the_window_the_next_start_gives_it_back_and_one_beside_a_living_gate_does_not() throws Exception {
        Process killed = Worker.with(
                List.of("gate.contract.soft-drop", "50s", "gate.watch.every", "100ms", "gate.watch.window", "3s"),
                server.url(database),
                files);
        try {
            await().until(this::withheld);
            // A pod of the release before starts meanwhile.
            Path before = Files.createDirectories(files.resolve("before/migrations"));
            Files.copy(files.resolve("migrations/V1__users.sql"), before.resolve("V1__users.sql"));
            assertThat(TestGate.on(server.url(database), files.resolve("before"), "gate.pod", "old")
                            .runOnce()
                            .ready())
                    .isTrue();
            assertThat(mayRead()).isFalse();
        } finally {
            killed.destroyForcibly().onExit().join();
        }
        assertThat(mayRead()).isFalse();
        await().until(() -> server.query(
                        database,
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                .equals("0"));

        TestGate.on(server.url(database), files.resolve("before"), "gate.pod", "old")
                .runOnce();

        assertThat(withheld()).isFalse();
        assertThat(mayRead()).isTrue();
        assertThat(gone()).isFalse();
    }
}
