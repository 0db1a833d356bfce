package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** How long the proof keeps the lock; the bound is wide, since builds share their machines. */
@Timeout(300)
class HoldTest {

    @TempDir
    Path files;

    @Test
    void the_proof_keeps_the_lock_for_milliseconds_beside_a_thousand_tables() throws Exception {
        TestDatabase database = PostgresServer.shared().newDatabase();
        int tables = Integer.getInteger("tables", 1000);
        for (int from = 0; from < tables; from += 200) {
            database.execute(
                    "DO $$ DECLARE c text; BEGIN SELECT string_agg('c' || g || ' text', ',') INTO c FROM generate_series(1, 19) g;"
                            + " FOR i IN " + from + ".." + (from + 199)
                            + " LOOP EXECUTE 'CREATE TABLE t' || i || ' (id int PRIMARY KEY, ' || c || ')'; END LOOP; END $$");
        }
        for (int i = 0; i < 10; i++) {
            Files.writeString(
                    Files.createDirectories(files.resolve("hotfixes")).resolve("0" + i + ".sql"),
                    "ALTER TABLE t" + i + " ADD COLUMN IF NOT EXISTS fresh text DEFAULT 'x';");
        }
        TestGate gate = TestGate.withoutPolicy(database.url(), files);

        gate.runOnce();

        assertThat(gate.counters.applied()).isEqualTo(10);
        assertThat(gate.counters.longestHold()).isLessThan(Duration.ofMillis(500));
    }
}
