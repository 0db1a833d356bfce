package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.schemagate.TestGate;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

/** Prints for how long the proof keeps a table's strongest lock, beside {@code -Dtables=1000} tables of 20 columns each. */
public final class HoldBenchmark {

    private static final int COLUMNS_ADDED = 10;

    private HoldBenchmark() {}

    public static void main(String... args) throws Exception {
        TestDatabase database = PostgresServer.shared().newDatabase();
        int tables = Integer.getInteger("tables", 1000);
        for (int from = 0; from < tables; from += 200) {
            database.execute(
                    "DO $$ DECLARE c text; BEGIN SELECT string_agg('c' || g || ' text', ',') INTO c FROM generate_series(1, 19) g;"
                            + " FOR i IN " + from + ".." + (from + 199)
                            + " LOOP EXECUTE 'CREATE TABLE t' || i || ' (id int PRIMARY KEY, ' || c || ')'; END LOOP; END $$");
        }
        Path files = Files.createTempDirectory("hold");
        Files.createDirectories(files.resolve("hotfixes"));
        for (int i = 0; i < COLUMNS_ADDED; i++) {
            Files.writeString(
                    files.resolve("hotfixes/0" + i + ".sql"),
                    "ALTER TABLE t" + i + " ADD COLUMN IF NOT EXISTS fresh text DEFAULT 'x';");
            TestGate gate = TestGate.withoutPolicy(database.url(), files);
            gate.runOnce();
            System.out.println("tables=" + tables + " held_ms="
                    + gate.counters.longestHold().toMillis());
        }
        System.exit(0);
    }
}
