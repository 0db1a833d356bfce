package dev.schemagate.preflight;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.testing.PgBouncer;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Through a real pgbouncer, which no session can see but by its backend's number. */
@Timeout(120)
class PoolerTest {

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void needPgBouncer() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "skipped: pgbouncer is not installed (Debian package pgbouncer)");
        database = PostgresServer.shared().newDatabase();
        Files.createDirectories(files.resolve("migrations"));
        Files.writeString(files.resolve("migrations/V1__users.sql"), "CREATE TABLE users (id bigint PRIMARY KEY);");
    }

    @Test
    void a_transaction_pooler_is_refused_before_anything_is_applied() {
        try (PgBouncer pooler = PgBouncer.start(files, "transaction")) {
            TestGate gate = TestGate.on(pooler.url(database), files);

            assertThatThrownBy(gate::runOnce)
                    .isInstanceOfSatisfying(
                            GateException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DB003))
                    .hasMessageContaining("set DIRECT_URL or GATE_DATABASE_URL to the PostgreSQL server itself");
            assertThat(database.value("SELECT to_regnamespace('schema_gate')")).isNull();
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
