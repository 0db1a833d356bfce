package dev.schemagate.hotfix;

import java.sql.Connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.Worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A worker that is killed, as a process of its own, leaves no lock and nothing that the next start does not finish. */
class KilledTest {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE t (id int PRIMARY KEY, name text)");

    @Test
    void while_it_waits_for_a_table() throws Exception {
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
        try (Connection reader = scene.holding("SELECT * FROM t")) {
            Process worker = Worker.start(scene.database().url(), scene.files());
            await().until(() -> scene.running("ADD COLUMN"));
            worker.destroyForcibly().waitFor();
            scene.noLockIsLeft();
            reader.rollback();
        }
        assertThat(scene.database().hasColumn("public", "t", "a")).isFalse();

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.database().hasColumn("public", "t", "a")).isTrue();
    }

    @Test
    void while_it_builds_an_index() throws Exception {
        scene.hotfix("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (name);");
        try (Connection writer = scene.holding("INSERT INTO t VALUES (1, 'a')")) {
            Process worker = Worker.start(scene.database().url(), scene.files());
            await().until(() -> "f".equals(scene.valid("i")));
            worker.destroyForcibly().waitFor();
            scene.noLockIsLeft();
            writer.rollback();
        }
        assertThat(scene.valid("i")).isEqualTo("f");

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.valid("i")).isEqualTo("t");
    }
}
