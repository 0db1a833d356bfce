package dev.schemagate.hotfix;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What an event trigger leaves for the end of the transaction, behind the proof, or for the next hotfix of the session. */
@EveryVersion
class LeftForLaterTest {

    private static final String ADD = "ALTER TABLE t ADD COLUMN IF NOT EXISTS fresh text;";

    @TempDir
    Path files;

    private Patched patched;
    private TestDatabase database;

    @BeforeEach
    void createDatabase() {
        patched = Patched.with(ProofTest.TABLES, files);
        database = patched.database();
    }

    @Test
    void an_event_trigger_that_waits_for_the_commit() throws Exception {
        dropLater();
        database.execute("CREATE TABLE nemo.queue (id int); CREATE CONSTRAINT TRIGGER later AFTER INSERT ON nemo.queue"
                + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nemo.later()");
        patched.eventTrigger("INSERT INTO nemo.queue VALUES (1)");

        patched.assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_that_waits_again_when_its_turn_comes() throws Exception {
        database.execute(
                "CREATE TABLE nemo.queue (id int); CREATE FUNCTION nemo.later() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN IF NEW.id < 3 THEN SET CONSTRAINTS ALL DEFERRED; INSERT INTO nemo.queue VALUES (NEW.id + 1);"
                        + " ELSE DROP TABLE nemo.users; END IF; RETURN NEW; END $$;"
                        + " CREATE CONSTRAINT TRIGGER later AFTER INSERT ON nemo.queue"
                        + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nemo.later()");
        patched.eventTrigger("INSERT INTO nemo.queue VALUES (1)");
        patched.hotfix(ADD);

        Patched.assertFails(patched.gate(), ErrorCode.HF202, "read-only");
        assertThat(database.value("SELECT count(*) FROM nemo.users")).isEqualTo("1");
        assertThat(database.hasColumn("public", "t", "fresh")).isFalse();
    }

    @Test
    void an_event_trigger_that_waits_for_the_ledger() throws Exception {
        dropLater();
        patched.eventTrigger(
                "CREATE TRIGGER later BEFORE INSERT ON schema_gate.hotfix FOR EACH ROW EXECUTE FUNCTION nemo.later()");

        patched.assertRolledBack(ADD, "relation nemo.users is gone");
    }

    @Test
    void an_event_trigger_whose_settings_outlive_it() throws Exception {
        patched.eventTrigger("PERFORM set_config('default_transaction_read_only', 'on', false),"
                + " set_config('standard_conforming_strings', 'off', false)");
        patched.hotfix(ADD + " ALTER TABLE t ADD COLUMN IF NOT EXISTS path text DEFAULT 'C:\\new';");

        assertThat(Patched.run(patched.gate())).isTrue();
        database.execute("INSERT INTO t (id) VALUES (2)");
        assertThat(database.value("SELECT path FROM t WHERE id = 2")).isEqualTo("C:\\new");
    }

    @Test
    void an_event_trigger_that_leaves_a_temporary_table_of_the_same_name() throws Exception {
        patched.eventTrigger("CREATE TEMP TABLE IF NOT EXISTS t (id int)");
        patched.hotfix(ADD + " ALTER TABLE t ADD COLUMN IF NOT EXISTS more text;"
                + " CREATE INDEX CONCURRENTLY IF NOT EXISTS t_more ON t (more);");

        assertThat(Patched.run(patched.gate())).isTrue();
        assertThat(database.hasColumn("public", "t", "more")).isTrue();
    }

    private void dropLater() {
        database.execute("CREATE FUNCTION nemo.later() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN DROP TABLE nemo.users; RETURN NEW; END $$");
    }
}
