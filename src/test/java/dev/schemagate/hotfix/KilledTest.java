package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A worker that is killed, as a process of its own, leaves no lock and nothing that the next start does not finish. */
@Timeout(120)
class KilledTest {

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        Awaitility.setDefaultTimeout(java.time.Duration.ofSeconds(60));
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, name text)");
    }

    @Test
    void while_it_waits_for_a_table() throws Exception {
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        try (Connection reader = database.connect()) {
            hold(reader, "SELECT * FROM t");
            Process worker = CompiledTest.Start.process(database.url(), files);
            Awaitility.await().until(() -> advisoryLocks().equals("1"));
            worker.destroyForcibly().waitFor();
        }
        Awaitility.await().until(() -> advisoryLocks().equals("0"));
        assertThat(database.hasColumn("public", "t", "a")).isFalse();

        assertThat(TestGate.on(database.url(), files).runOnce().ready()).isTrue();

        assertThat(database.hasColumn("public", "t", "a")).isTrue();
    }

    @Test
    void while_it_builds_an_index() throws Exception {
        hotfix("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");
        try (Connection writer = database.connect()) {
            hold(writer, "INSERT INTO t VALUES (1, 'a')");
            Process worker = CompiledTest.Start.process(database.url(), files);
            Awaitility.await().until(() -> "f".equals(valid()));
            worker.destroyForcibly().waitFor();
            Awaitility.await().until(() -> advisoryLocks().equals("0"));
        }
        assertThat(valid()).isEqualTo("f");

        assertThat(TestGate.on(database.url(), files).runOnce().ready()).isTrue();

        assertThat(valid()).isEqualTo("t");
    }

    private String valid() {
        return database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('i')");
    }

    private String advisoryLocks() {
        return database.value(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND classid <> 0 AND database ="
                        + " (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    private static void hold(Connection session, String sql) throws SQLException {
        session.setAutoCommit(false);
        session.createStatement().execute(sql);
    }

    private void hotfix(String sql) throws Exception {
        Files.writeString(Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"), sql);
    }
}
