package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.sequence.Work;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The plan of the check serves the run, unless something happened between. */
@Timeout(120)
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
                new HotfixReplay(gate.config, new SplittableRandom(1), HotfixJudge.NONE, "test", gate.counters);
        try (Work work = gate.work()) {
            replay.check(work);
            work.session().close();

            assertThat(replay.run(work).outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        }
    }

    @Test
    void a_run_without_a_check_of_its_own_looks_itself() throws Exception {
        TestGate gate = gate();
        HotfixReplay replay =
                new HotfixReplay(gate.config, new SplittableRandom(1), HotfixJudge.NONE, "test", gate.counters);
        try (Work checked = gate.work()) {
            replay.check(checked);
        }
        database.execute("ALTER TABLE t DROP COLUMN a");

        try (Work other = gate.work()) {
            assertThat(replay.run(other).outcome()).isEqualTo(Outcome.DONE);
        }
        assertThat(database.hasColumn("public", "t", "a")).isTrue();
    }

    @Test
    void what_a_migration_took_away_after_the_check_is_replayed() throws Exception {
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
