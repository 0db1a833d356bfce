package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.sequence.Reason;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A statement that is cancelled: by our own limit it is not run again under its lock, by somebody else it is. */
@EveryVersion
class CancelledTest {

    private static final String REWRITE = "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int DEFAULT slow();";

    @TempDir
    Path files;

    private Scene scene;

    /** A rewrite of two seconds that counts the rows it has come to, also in vain. */
    @BeforeEach
    void createTable() {
        scene = Scene.in(files, """
                CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 40);
                CREATE SEQUENCE rows;
                CREATE FUNCTION slow() RETURNS int VOLATILE LANGUAGE sql
                AS $$ SELECT pg_sleep(0.05); SELECT nextval('public.rows')::int $$;
                """);
    }

    private TestGate gate(String... settings) {
        return TestGate.withoutPolicy(scene.database().url(), files, settings);
    }

    private int rows() {
        return Integer.parseInt(scene.database().value("SELECT last_value FROM rows"));
    }

    @Test
    void what_takes_longer_than_it_may_runs_once_and_ends_a_run() {
        scene.hotfix(REWRITE);

        gate("gate.hotfix.statement-timeout", "500ms")
                .assertFails(ErrorCode.HF205, "0001.sql:1: rolled back after 500 ms (gate.hotfix.statement-timeout)");

        assertThat(rows()).isBetween(1, 12);
    }

    @Test
    void what_takes_longer_than_it_may_runs_once_in_a_later_pass() throws Exception {
        TestGate gate = gate("gate.hotfix.statement-timeout", "500ms");
        gate.runOnce();
        scene.hotfix(REWRITE);

        assertThat(gate.reconciler.reconcile(Reason.FILES_CHANGED)).hasValueSatisfying(e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.HF205);
            assertThat(e.retry()).isEqualTo(Retry.PERMANENT);
        });

        assertThat(rows()).isBetween(1, 12);
        assertThat(gate.gate.state().ready()).isTrue();
    }

    @Test
    void what_somebody_cancels_is_tried_again() throws Exception {
        scene.hotfix(REWRITE);
        TestGate gate = gate();
        CompletableFuture<Boolean> ready = gate.start();
        await().until(() -> rows() > 1);

        scene.database()
                .execute("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'schema-gate'"
                        + " AND datname = current_database() AND query LIKE 'ALTER TABLE%'");

        assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(rows()).isGreaterThan(40);
        assertThat(scene.database().hasColumn("public", "t", "a")).isTrue();
    }

    @Test
    void a_migration_that_limits_itself_is_not_run_again() {
        scene.migration("V1__slow.sql", "SET LOCAL statement_timeout = '300ms';\nSELECT pg_sleep(60);");

        gate("gate.policy.migrations", "off").assertFails(ErrorCode.MG004, "V1__slow.sql:2: ", "57014");
    }
}
