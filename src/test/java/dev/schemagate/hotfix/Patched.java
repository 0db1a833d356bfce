package dev.schemagate.hotfix;

import java.nio.file.Path;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A database of its own, and one hotfix file that gates without a policy replay on it. */
record Patched(Scene scene) {

    static Patched with(String sql, Path files) {
        return new Patched(Scene.in(files, sql));
    }

    TestDatabase database() {
        return scene.database();
    }

    void hotfix(String sql) {
        scene.hotfix(sql);
    }

    TestGate gate(String... settings) {
        return TestGate.withoutPolicy(database().url(), scene.files(), settings);
    }

    static boolean run(TestGate gate) {
        try {
            return gate.runOnce().ready();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void assertFails(TestGate gate, ErrorCode code, String text) {
        assertThatThrownBy(gate::runOnce).isInstanceOfSatisfying(GateException.class, e -> {
            assertThat(e.code()).as(e.describe()).isEqualTo(code);
            assertThat(e.getMessage()).contains(text);
        });
    }

    /** That the gate fails with HF201 and nothing of the hotfix is left, nor anything missing. */
    void assertRolledBack(String sql, String surprise) {
        hotfix(sql);
        assertFails(gate(), ErrorCode.HF201, surprise);
        assertThat(database().hasColumn("public", "t", "fresh")).isFalse();
        assertThat(database().hasColumn("public", "t", "old")).isTrue();
        assertThat(database().value("SELECT count(*) FROM schema_gate.hotfix")).isEqualTo("0");
    }

    /** Runs as a superuser whatever it is told, at the end of each ALTER TABLE on {@code t}. */
    void eventTrigger(String body) {
        database()
                .execute(
                        "CREATE FUNCTION nemo.sly() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN"
                                + " IF current_setting('sly.on', true) = 'done' OR NOT EXISTS (SELECT FROM pg_event_trigger_ddl_commands()"
                                + " WHERE object_identity = 'public.t') THEN RETURN; END IF; PERFORM set_config('sly.on', 'done', true); "
                                + body
                                + "; END $f$; CREATE EVENT TRIGGER sly ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION nemo.sly()");
    }
}
