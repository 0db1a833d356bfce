package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The plan of the preparation serves the run, unless something happened between. */
@EveryVersion
class PlanOnceTest {

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void replayOnce() throws Exception {
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        Files.writeString(
                Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"),
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        gate().runOnce();
    }

    @Test
    void a_satisfied_start_asks_the_catalog_once() throws Exception {
        TestGate gate = gate();
        HotfixReplay replay =
                new HotfixReplay(gate.config, new SplittableRandom(1), TestGate.NO_POLICY, "test", gate.counters);
        try (Pass pass = gate.pass()) {
            Prepared prepared = replay.prepare(pass);
            pass.session().close();

            assertThat(prepared.run().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        }
    }

    @Test
    void what_a_migration_took_away_after_the_preparation_is_replayed() throws Exception {
        Files.writeString(files.resolve("migrations/V1__sly.sql"), "ALTER TABLE public.t DROP COLUMN a;");

        TestGate gate = gate();
        gate.runOnce();

        assertThat(gate.report("migrate").result().outcome()).isEqualTo(Outcome.DONE);
        assertThat(gate.report("hotfix").result().outcome()).isEqualTo(Outcome.DONE);
        assertThat(database.hasColumn("public", "t", "a")).isTrue();
    }

    private TestGate gate() {
        return TestGate.withoutPolicy(database.url(), files, "gate.policy.migrations", "off");
    }
}
