package dev.schemagate.hotfix;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.sequence.Reason;
import dev.schemagate.testing.Deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** No hotfix that waits keeps another one out, and no pass waits for ever. */
class HealingTest {

    private static final String BUILD = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (id);";
    private static final String HEALS = "ALTER TABLE other ADD COLUMN IF NOT EXISTS a text;";

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int, k int); CREATE TABLE other (id int)");

    private boolean healed() {
        return scene.database().hasColumn("public", "other", "a");
    }

    @Test
    void a_build_that_waits_does_not_keep_a_later_file_out() throws Exception {
        scene.hotfix("0001.sql", BUILD);
        scene.hotfix("0002.sql", HEALS);
        TestGate gate = scene.gate();
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1)")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(this::healed);

            assertThat(ready).isNotDone();
            writer.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.valid("i")).isEqualTo("t");
    }

    @Test
    void a_locked_table_does_not_keep_a_hotfix_of_another_out() throws Exception {
        scene.hotfix("0001.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        scene.hotfix("0002.sql", HEALS);
        TestGate gate = scene.gate();
        try (Connection reader = scene.holding("TABLE t")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(this::healed);

            assertThat(ready).isNotDone();
            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void what_needs_an_index_of_an_earlier_file_comes_after_its_build() throws Exception {
        scene.hotfix("0001.sql", "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS u ON t (k);");
        scene.hotfix("0002.sql", "INSERT INTO t (id, k) VALUES (1, 1) ON CONFLICT (k) DO NOTHING;");

        TestGate.withoutPolicy(scene.database().url(), scene.files()).runOnce();

        assertThat(scene.database().value("SELECT count(*) FROM t")).isEqualTo("1");
    }

    @Test
    void a_build_gives_way_to_a_hotfix_that_is_mounted_meanwhile_and_is_made_up_for() throws Exception {
        TestGate gate = scene.gate();
        gate.runOnce();
        TestGate.Loop reconciling = gate.reconciling();
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1)")) {
            scene.hotfix("0002.sql", BUILD);
            await().until(() -> scene.running("CREATE INDEX CONCURRENTLY"));

            scene.hotfix("0003.sql", HEALS);

            await().until(this::healed);
            writer.rollback();
            await().until(() -> "t".equals(scene.valid("i")));
        } finally {
            reconciling.close();
        }
        assertThat(scene.indexes("t")).isEqualTo(1);
    }

    @Test
    void the_deadline_ends_a_later_pass_with_all_its_locks() throws Exception {
        Deadlines.enough(Duration.ofSeconds(4), this::isEndedAt);
    }

    private void isEndedAt(String deadline) throws Exception {
        scene.hotfix("0002.sql", "");
        scene.database().execute("DROP INDEX IF EXISTS i");
        TestGate gate = scene.gate("gate.sequence.deadline", deadline);
        gate.runOnce();
        scene.hotfix("0002.sql", BUILD);
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1)")) {
            assertThat(gate.reconciler.reconcile(Reason.FILES_CHANGED)).hasValueSatisfying(e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.HF204);
                assertThat(e.getMessage()).contains("not done by gate.sequence.deadline");
            });

            // The writer holds its lock still: nothing but the deadline ended the pass.
            scene.noLockIsLeft();
            writer.rollback();
        }
        assertThat(gate.gate.state().ready()).isTrue();
        assertThat(gate.reconciler.reconcile(Reason.RETRY)).isEmpty();
        assertThat(scene.valid("i")).isEqualTo("t");
        assertThat(scene.indexes("t")).isEqualTo(1);
    }
}
