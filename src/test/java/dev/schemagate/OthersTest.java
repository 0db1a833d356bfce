package dev.schemagate;

import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.db.WorkLock;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A step says what this pod did, and what others did while it waited. */
@EveryVersion
class OthersTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY)");

    @BeforeEach
    void prepare() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY);");
        scene.gate().runOnce();
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
    }

    @Test
    void of_two_pods_one_applied_it_and_the_other_waited() throws Exception {
        scene.migration("V2__more.sql", "CREATE TABLE more (id int);");
        List<TestGate> gates = List.of(scene.gate("gate.pod", "one"), scene.gate("gate.pod", "two"));
        try (Connection worker = scene.holding("SELECT pg_advisory_lock(" + WorkLock.KEY + ")")) {
            List<CompletableFuture<Boolean>> ready =
                    gates.stream().map(TestGate::start).toList();
            for (TestGate gate : gates) {
                await().until(() -> gate.gate.state().reason().startsWith("running step migrate"));
            }
            worker.rollback();
            worker.createStatement().execute("SELECT pg_advisory_unlock_all()");
            for (CompletableFuture<Boolean> one : ready) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
            }
        }

        assertThat(details(gates, "migrate"))
                .containsExactlyInAnyOrder(
                        "1 migration applied, at version 2", "1 migration applied by others, at version 2");
        assertThat(details(gates, "hotfix"))
                .containsExactlyInAnyOrder(
                        "1 applied, 0 of 1 statement in 1 file satisfied",
                        "1 applied by others, 1 of 1 statement in 1 file satisfied");
        assertThat(gates.stream().mapToLong(gate -> gate.counters.applied())).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void what_somebody_else_commits_while_this_pod_waits_for_the_table_is_not_its_own() throws Exception {
        TestGate gate = scene.gate();
        try (Connection other = scene.holding("ALTER TABLE t ADD COLUMN a text")) {
            CompletableFuture<Boolean> ready = gate.start();
            await().until(() -> gate.counters.lockTimeouts() > 0);
            other.commit();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }

        StepResult result = gate.report("hotfix").result();
        assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(result.detail()).isEqualTo("1 applied by others, 0 of 1 statement in 1 file satisfied");
        assertThat(gate.counters.applied()).isZero();
    }

    private static Stream<String> details(List<TestGate> gates, String step) {
        return gates.stream().map(gate -> gate.report(step).result().detail());
    }
}
