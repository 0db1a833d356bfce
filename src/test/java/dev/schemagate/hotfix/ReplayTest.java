package dev.schemagate.hotfix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.sequence.StepResult.Outcome;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Replaying on a real PostgreSQL: what is missing, what is broken, who is in the way. */
@Timeout(120)
class ReplayTest {

    private static final String INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);";

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        Awaitility.setDefaultTimeout(java.time.Duration.ofSeconds(60));
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE t (id int PRIMARY KEY, name text); INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    }

    @Test
    void applies_only_what_is_missing_and_records_it() throws Exception {
        database.execute("ALTER TABLE t ADD COLUMN a text");
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; ALTER TABLE t ADD COLUMN IF NOT EXISTS b text; "
                + INDEX);

        TestGate gate = gate();
        gate.runOnce();

        assertThat(gate.report("hotfix").result().detail()).startsWith("2 applied, 1 of 3");
        assertThat(database.value("SELECT string_agg(statement::text, ',' ORDER BY statement) FROM schema_gate.hotfix"))
                .isEqualTo("2,3");
    }

    @Test
    void partitions_identities_serials_keys_and_their_company_are_predicted() throws Exception {
        database.execute(
                "CREATE TABLE p (id int, day date) PARTITION BY RANGE (day);"
                        + " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); CREATE TABLE r (id int PRIMARY KEY);"
                        + " CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE base (id int); CREATE TABLE heir () INHERITS (base); CREATE TABLE k (id int)");
        hotfix("ALTER TABLE p ADD COLUMN IF NOT EXISTS c text DEFAULT 'x'; CREATE INDEX IF NOT EXISTS p_c ON p (c);"
                + " ALTER TABLE base ADD COLUMN IF NOT EXISTS c text; ALTER TABLE t ADD COLUMN IF NOT EXISTS s bigserial;"
                + " ALTER TABLE t ADD COLUMN IF NOT EXISTS n int GENERATED ALWAYS AS IDENTITY;"
                + " ALTER TABLE t ADD COLUMN IF NOT EXISTS f int REFERENCES r; ALTER TABLE t ADD COLUMN IF NOT EXISTS u int UNIQUE;"
                + " ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ab' BEFORE 'b'; COMMENT ON COLUMN t.name IS 'x';"
                + " ALTER TABLE t ALTER COLUMN name SET DEFAULT 'q'; ALTER TABLE p ADD CONSTRAINT pc CHECK (id > 0) NOT VALID;"
                + " ALTER TABLE p ADD CONSTRAINT pf FOREIGN KEY (id) REFERENCES r (id); ALTER TABLE k ADD CONSTRAINT kk PRIMARY KEY (id);"
                + " ALTER TABLE t ADD COLUMN IF NOT EXISTS g int GENERATED ALWAYS AS (id * 2) STORED;"
                + " ALTER TABLE t ADD COLUMN IF NOT EXISTS v uuid DEFAULT gen_random_uuid();");
        TestGate gate = gate();
        gate.runOnce();
        assertThat(gate.counters.applied()).isEqualTo(15);

        TestGate again = gate();
        again.runOnce();

        assertThat(again.report("hotfix").result().outcome()).isEqualTo(Outcome.NOTHING_TO_DO);
    }

    @Test
    void a_conflict_stops_before_anything_runs() throws Exception {
        database.execute("ALTER TABLE t ADD COLUMN b int");
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        assertFails(gate(), ErrorCode.HF101, "0001.sql:2: column public.t.b is integer, asked is text");
        assertThat(database.hasColumn("public", "t", "a")).isFalse();
    }

    @Test
    void a_conflict_may_be_a_warning() throws Exception {
        database.execute("ALTER TABLE t ADD COLUMN b int");
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;\nALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");

        assertThat(gate("gate.hotfix.on-conflict", "warn").runOnce().ready()).isTrue();
        assertThat(database.hasColumn("public", "t", "a")).isTrue();
    }

    @Test
    void an_invalid_index_is_built_anew() throws Exception {
        database.execute("CREATE INDEX i ON t (name)");
        database.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass");
        hotfix(INDEX);

        gate().runOnce();

        assertThat(valid()).isEqualTo("t");
    }

    @Test
    void a_unique_index_that_cannot_be_built_leaves_nothing() throws Exception {
        database.execute("UPDATE t SET name = 'a'");
        hotfix("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");

        assertFails(gate(), ErrorCode.HF202, "23505");
        assertThat(database.value("SELECT to_regclass('i')")).isNull();
    }

    @Test
    void names_who_is_in_the_way_and_gives_up_when_the_budget_is_spent() throws Exception {
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        TestGate gate = gate("gate.hotfix.lock-budget", "1s", "gate.sequence.deadline", "1s");
        try (Connection reader = database.connect()) {
            reader.setClientInfo("ApplicationName", "forgotten");
            reader.setAutoCommit(false);
            reader.createStatement().execute("SELECT name FROM t WHERE name = 'secret value'");

            assertThatThrownBy(() -> gate.runner.runUntilReady(new dev.schemagate.sequence.SequenceRunner.Patience(
                            java.time.Duration.ofSeconds(1), java.time.Duration.ofSeconds(1), true)))
                    .hasMessageContaining("HF204")
                    .hasMessageContaining("forgotten), idle in transaction, transaction open for")
                    .hasMessageContaining("SELECT name FROM t WHERE name = ?")
                    .hasMessageNotContaining("secret");
        }
        assertThat(gate.counters.lockTimeouts()).isPositive();
        assertThat(database.hasColumn("public", "t", "a")).isFalse();
    }

    @Test
    void waits_for_prisma_and_holds_its_lock_during_no_build() throws Exception {
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; " + INDEX);
        TestGate gate = gate();
        try (Connection prisma = database.connect()) {
            prisma.createStatement().execute("SELECT pg_advisory_lock(72707369)");
            CompletableFuture<Boolean> ready = CompletableFuture.supplyAsync(() -> run(gate));
            Awaitility.await().until(() -> gate.counters.lockTimeouts() > 0);
            assertThat(database.hasColumn("public", "t", "a")).isFalse();
            prisma.createStatement().execute("SELECT pg_advisory_unlock(72707369)");

            assertThat(ready.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(valid()).isEqualTo("t");
    }

    @Test
    void acts_as_the_owner_of_the_table() throws Exception {
        String url = database.urlOfNewRole("hot");
        String login = "hot_" + database.name();
        String owner = "owner_" + database.name();
        database.execute(
                "CREATE ROLE " + owner + "; ALTER TABLE t OWNER TO " + owner + "; GRANT CREATE ON SCHEMA public TO "
                        + owner + "; GRANT CREATE ON DATABASE " + database.name() + " TO " + login);
        hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; " + INDEX);
        assertFails(
                TestGate.withoutPolicy(url, files), ErrorCode.DB006, "GRANT \"" + owner + "\" TO \"" + login + "\";");
        database.execute("GRANT " + owner + " TO " + login);

        TestGate.withoutPolicy(url, files).runOnce();

        assertThat(database.value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = 'i'::regclass"))
                .isEqualTo(owner);
    }

    @Test
    void what_the_catalog_cannot_show_runs_once() throws Exception {
        hotfix("INSERT INTO t VALUES (3, 'c') ON CONFLICT DO NOTHING;");
        gate().runOnce();
        database.execute("DELETE FROM t WHERE id = 3");

        gate().runOnce();

        assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("2");
    }

    @Test
    void a_worker_whose_backend_dies_leaves_nothing_and_another_finishes() throws Exception {
        hotfix("DO $$ BEGIN ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; PERFORM pg_sleep(3); END $$;");
        TestGate gate = gate();
        CompletableFuture<Boolean> ready = CompletableFuture.supplyAsync(() -> run(gate));
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

    private TestGate gate(String... settings) {
        return TestGate.withoutPolicy(database.url(), files, settings);
    }

    private static boolean run(TestGate gate) {
        try {
            return gate.runOnce().ready();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertFails(TestGate gate, ErrorCode code, String text) {
        assertThatThrownBy(gate::runOnce).isInstanceOfSatisfying(GateException.class, e -> {
            assertThat(e.code()).as(e.describe()).isEqualTo(code);
            assertThat(e.getMessage()).contains(text);
        });
    }

    private void hotfix(String sql) throws IOException {
        Files.writeString(Files.createDirectories(files.resolve("hotfixes")).resolve("0001.sql"), sql);
    }
}
