package dev.schemagate.hotfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.desired.Outcome;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@EveryVersion
class PreviewTest {

    @TempDir
    Path files;

    @Test
    void says_what_a_start_would_do_and_leaves_no_trace() throws Exception {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, a text, b int)");
        Files.writeString(
                Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"),
                "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;\n"
                        + "ALTER TABLE t ADD COLUMN IF NOT EXISTS c text;\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);");
        TestGate gate = TestGate.on(database.url(), files);

        List<Preview.Line> lines = new Preview(gate.config, TestGate.NO_POLICY)
                .of(gate.database, false)
                .lines();

        assertThat(lines)
                .extracting(Preview.Line::verdict)
                .containsExactly(Outcome.SATISFIED, Outcome.CONFLICT, Outcome.MISSING, Outcome.MISSING);
        assertThat(lines.get(0).locks()).isEmpty();
        assertThat(lines.get(2).locks()).containsExactly("ACCESS EXCLUSIVE on public.t");
        assertThat(lines.get(3).locks()).containsExactly("SHARE UPDATE EXCLUSIVE on public.t");
        assertThat(database.value("SELECT to_regnamespace('schema_gate')")).isNull();
    }

    @Test
    void what_a_pending_migration_may_bring_is_no_error() throws Exception {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int PRIMARY KEY)");
        scene.migration("V1__mood.sql", "CREATE TYPE nemo.mood AS ENUM ('low', 'high');");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS m nemo.mood;");
        TestGate gate = TestGate.withoutPolicy(scene.database().url(), files);
        Preview preview = new Preview(gate.config, TestGate.NO_POLICY);

        assertThat(preview.of(gate.database, false).needsAttention()).isTrue();
        Preview.Outlook outlook = preview.of(gate.database, true);

        assertThat(outlook.needsAttention()).isFalse();
        assertThat(outlook.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.WARNING);
            assertThat(finding.advice())
                    .contains("HF202 would fail now: ", "nemo", "; correct it, unless a pending migration brings");
        });
        assertThat(gate.runOnce().ready()).isTrue();
    }

    @Test
    void a_table_that_only_a_pending_migration_would_bring_keeps_the_start_from_migrating() throws Exception {
        Scene scene = Scene.in(files, "SELECT 1");
        scene.migration("V1__t.sql", "CREATE TABLE nemo.t (id int);");
        scene.hotfix("ALTER TABLE nemo.t ADD COLUMN IF NOT EXISTS m int;");
        TestGate gate = TestGate.withoutPolicy(scene.database().url(), files);

        assertThat(new Preview(gate.config, TestGate.NO_POLICY)
                        .of(gate.database, true)
                        .needsAttention())
                .isTrue();
        gate.assertFails(ErrorCode.HF202, "does not exist");
    }

    @Test
    void a_lock_in_the_way_is_waited_for_within_the_budget_and_then_named() throws Exception {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int, CONSTRAINT k CHECK (id > 0))");
        scene.hotfix("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN"
                + " ALTER TABLE t ADD CONSTRAINT k CHECK (id > 0); END IF; END $$;");
        try (Connection blocker = scene.holding("LOCK TABLE t IN ACCESS EXCLUSIVE MODE")) {
            TestGate hasty = scene.gate("gate.hotfix.lock-budget", "1s");
            assertThatThrownBy(() -> new Preview(hasty.config, TestGate.NO_POLICY).of(hasty.database, false))
                    .isInstanceOfSatisfying(
                            DatabaseException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DB009))
                    .hasMessageContaining(
                            "no lock within 1 s (gate.hotfix.lock-budget); end the transaction that locks");
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS).execute(() -> rollback(blocker));
            TestGate patient = scene.gate();

            assertThat(new Preview(patient.config, TestGate.NO_POLICY)
                            .of(patient.database, false)
                            .lines())
                    .extracting(Preview.Line::verdict)
                    .containsExactly(Outcome.SATISFIED);
        }
    }

    @Test
    void warns_of_an_index_on_values_of_any_length() throws Exception {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int, name text, short varchar(20), old jsonb)");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text;"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i1 ON t (id, short);"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i2 ON t (fresh);"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i3 ON t USING hash (name);"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i4 ON t (md5(name));\n"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i5 ON t (id, name);\n"
                + "CREATE INDEX CONCURRENTLY IF NOT EXISTS i6 ON t (id) INCLUDE (old);");
        TestGate gate = scene.gate();

        Preview.Outlook outlook =
                new Preview(gate.config, HotfixJudge.of(gate.config, Engines.LEDGERS)).of(gate.database, false);

        assertThat(outlook.needsAttention()).isFalse();
        assertThat(outlook.findings())
                .extracting(
                        finding -> finding.rule() + " line " + finding.range().line())
                .containsExactly("HF039 line 2", "HF039 line 3");
        assertThat(gate.runOnce().ready()).isTrue();
        assertThatThrownBy(
                        () -> scene.database()
                                .execute(
                                        "INSERT INTO t (id, name) SELECT 1, string_agg(md5(n::text), '') FROM generate_series(1, 200) n"))
                .hasStackTraceContaining("exceeds btree version 4 maximum 2704 for index \"i5\"");
    }

    private static void rollback(Connection session) {
        try {
            session.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
