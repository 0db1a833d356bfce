package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.sequence.SequenceException;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.Deadlines;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Migrations that meet a lock, or take longer than anybody waits. */
@EveryVersion
class LockedMigrationTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    @BeforeEach
    void prepare() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.gate().runOnce();
    }

    @Test
    void it_gives_way_names_who_is_in_the_way_and_is_done_when_that_one_has_gone() throws Exception {
        scene.migration("V2__more.sql", "CREATE TABLE more (id int);\n" + "ALTER TABLE users ADD COLUMN age int;");
        scene.migration("V3__last.sql", "CREATE TABLE last (id int);");
        TestGate gate = scene.gate();
        try (Connection reader = scene.holding("SELECT * FROM nemo.users WHERE name = 'secret'")) {
            CompletableFuture<Boolean> ready = gate.start();

            await().until(() -> reason(gate).contains("V2__more.sql waits for pid "));
            assertThat(reason(gate))
                    .contains(", forgotten), idle in transaction, transaction open for ", "WHERE name = ?");
            scene.database().execute("SET lock_timeout = '10s'; SELECT count(*) FROM nemo.users");
            assertThat(scene.database().value("SELECT to_regclass('nemo.more')"))
                    .isNull();

            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gate.report("migrate").result().detail()).isEqualTo("2 migrations applied, at version 3");
        assertThat(scene.database().hasColumn("nemo", "users", "age")).isTrue();
        scene.noSessionIsLeft();
    }

    @Test
    void it_gives_up_when_the_budget_is_spent_and_begins_anew() throws Exception {
        scene.migration("V2__age.sql", "DO $$ BEGIN ALTER TABLE users ADD COLUMN age int; END $$;");
        TestGate gate = scene.gate("gate.migrate.lock-budget", "1ms");
        try (Connection reader = scene.holding("TABLE nemo.users")) {
            CompletableFuture<Boolean> ready = gate.start();
            await().until(() ->
                    reason(gate).contains("; no lock within 0 s (gate.migrate.lock-budget); in the way: pid "));
            assertThat(gate.gate.state().code()).isEqualTo("MG007");
            reader.rollback();
            assertThat(ready.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(scene.database().hasColumn("nemo", "users", "age")).isTrue();
    }

    @Test
    void at_the_deadline_it_still_says_who_is_in_the_way() throws Exception {
        scene.migration("V2__age.sql", "ALTER TABLE users ADD COLUMN age int;");
        try (Connection reader = scene.holding("TABLE nemo.users")) {
            Deadlines.enough(
                    Duration.ofSeconds(4),
                    deadline -> assertNotReady(
                            scene.gate("gate.migrate.lock-timeout", "100s", "gate.sequence.deadline", deadline),
                            "V2__age.sql:1: ",
                            "not done by gate.sequence.deadline; in the way: pid "));
            reader.rollback();
        }
        assertThat(scene.database().hasColumn("nemo", "users", "age")).isFalse();
    }

    @Test
    void at_the_deadline_what_runs_is_cancelled_and_rolled_back() throws Exception {
        scene.migration(
                "V2__slow.sql",
                "CREATE TABLE more (id int);\nSELECT 1;\n-- gate: allow HF071 stands for a long migration\nSELECT pg_sleep(100);");

        Deadlines.enough(
                Duration.ofSeconds(4),
                deadline -> assertNotReady(
                        scene.gate("gate.sequence.deadline", deadline),
                        "V2__slow.sql:4: ",
                        "not done by gate.sequence.deadline"));

        assertThat(scene.running("pg_sleep")).isFalse();
        assertThat(scene.database().value("SELECT to_regclass('nemo.more')")).isNull();
        scene.noLockIsLeft();
    }

    @Test
    void a_concurrent_build_says_whom_it_waits_for_ends_at_the_deadline_and_the_next_start_builds() throws Exception {
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        try (Connection writer = scene.holding("INSERT INTO nemo.users VALUES (1, 'secret')")) {
            Deadlines.enough(Duration.ofSeconds(6), this::waitsUntil);
            assertThat(scene.valid("nemo.users_name")).isEqualTo("f");
            writer.rollback();
        }

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.valid("nemo.users_name")).isEqualTo("t");
        assertThat(scene.indexes("nemo.users")).isEqualTo(2);
    }

    private void waitsUntil(String deadline) throws Exception {
        TestGate gate = scene.gate("gate.sequence.deadline", deadline);
        CompletableFuture<Void> end = Background.run(() ->
                assertNotReady(gate, "V2__index.sql:1: ", "not done by gate.sequence.deadline; in the way: pid "));
        await().until(() -> end.isDone() || reason(gate).contains("V2__index.sql waits for pid "));
        assertThat(end).isNotDone();
        end.get(60, TimeUnit.SECONDS);
    }

    private static void assertNotReady(TestGate gate, String... texts) {
        assertThatThrownBy(gate::runOnce)
                .isInstanceOf(SequenceException.class)
                .hasMessageContaining("not ready after "
                        + gate.config.sequence().deadline().toSeconds() + " s (gate.sequence.deadline): [MG007] ")
                .hasMessageContainingAll(texts);
    }

    private static String reason(TestGate gate) {
        return gate.gate.state().reason();
    }
}
