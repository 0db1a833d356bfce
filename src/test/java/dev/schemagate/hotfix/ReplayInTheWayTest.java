package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.Deadlines;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Replaying while somebody is in the way, or ends the session in the middle. */
@EveryVersion
class ReplayInTheWayTest {

    private static final String INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);";

    @TempDir
    Path files;

    private Patched patched;
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        patched = Patched.with(
                "CREATE TABLE t (id int PRIMARY KEY, name text); INSERT INTO t VALUES (1, 'a'), (2, 'b')", files);
        database = patched.database();
    }

    @Test
    void names_who_is_in_the_way_and_gives_up_when_the_budget_is_spent() throws Exception {
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        try (Connection reader = database.connect()) {
            reader.setClientInfo("ApplicationName", "forgotten");
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT name FROM t WHERE name = 'secret value'");

            Deadlines.enough(Duration.ofSeconds(1), deadline -> {
                TestGate gate = patched.gate("gate.hotfix.lock-budget", "1s", "gate.sequence.deadline", deadline);
                assertThatThrownBy(() -> gate.reconciler.untilReady(true))
                        .hasMessageContaining("HF204")
                        .hasMessageContaining("forgotten), idle in transaction, transaction open for")
                        .hasMessageContaining("SELECT name FROM t WHERE name = ?")
                        .hasMessageNotContaining("secret");
                assertThat(gate.counters.lockTimeouts()).isPositive();
            });
        }
        assertThat(database.hasColumn("public", "t", "a")).isFalse();
    }

    @Test
    void waits_for_prisma_and_holds_its_lock_during_no_build() throws Exception {
        patched.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; " + INDEX);
        TestGate gate = patched.gate();
        try (Connection prisma = database.connect()) {
            prisma.createStatement().execute("SELECT pg_advisory_lock(72707369)");
            CompletableFuture<Boolean> ready = Background.supply(() -> Patched.run(gate));
            Awaitility.await().until(() -> gate.counters.lockTimeouts() > 0);
            assertThat(database.hasColumn("public", "t", "a")).isFalse();
            prisma.createStatement().execute("SELECT pg_advisory_unlock(72707369)");

            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(valid()).isEqualTo("t");
    }

    @Test
    void a_worker_whose_backend_dies_leaves_nothing_and_another_finishes() throws Exception {
        patched.hotfix("DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; PERFORM pg_sleep(3); END $$;");
        TestGate gate = patched.gate();
        CompletableFuture<Boolean> ready = Background.supply(() -> Patched.run(gate));
        Awaitility.await()
                .until(() -> database.value("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND query LIKE 'DO %' AND state = 'active'")
                        != null);

        assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(database.hasColumn("public", "t", "a")).isTrue();
        assertThat(database.value("SELECT count(*) FROM schema_gate.hotfix")).isEqualTo("1");
    }

    private String valid() {
        return database.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass");
    }
}
