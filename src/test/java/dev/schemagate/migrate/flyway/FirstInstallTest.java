package dev.schemagate.migrate.flyway;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** A fresh schema is judged for ownership only, also where its first install needs several starts; later ones are judged in full. */
@EveryVersion
class FirstInstallTest {

    private static final String BREAKS_OLD_CODE = "ALTER TABLE users DROP COLUMN name;";

    @RegisterExtension
    final Scene scene = Scene.with("CREATE TABLE public.t (id int PRIMARY KEY)");

    @BeforeEach
    void prepare() throws Exception {
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text, age int);");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_age ON users (nobody);");
        scene.migration("V3__drop.sql", BREAKS_OLD_CODE);
        scene.migration("R__view.sql", "DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT id FROM users;");
        scene.gate().assertFails(ErrorCode.MG004, "V2__index.sql");
        assertThat(scene.database().hasColumn("nemo", "users", "name")).isTrue();
    }

    @Test
    void an_interrupted_install_goes_on_as_it_began_and_is_over_when_all_is_applied() throws Exception {
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_age ON users (age);");

        assertThat(scene.gate().runOnce().ready()).isTrue();

        assertThat(scene.database().hasColumn("nemo", "users", "name")).isFalse();
        assertThat(scene.valid("nemo.users_age")).isEqualTo("t");
        scene.migration("V4__drop.sql", "ALTER TABLE users DROP COLUMN age;");
        scene.gate().assertFails(ErrorCode.MG006, "V4__drop.sql:1:");
    }

    @Test
    void a_file_that_came_later_is_judged_in_full() {
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_age ON users (age);");
        scene.migration("V4__drop.sql", "ALTER TABLE users DROP COLUMN age;");

        scene.gate().assertFails(ErrorCode.MG006, "V4__drop.sql:1:");
    }

    @Test
    void a_migration_that_failed_and_was_edited_is_judged_too() throws Exception {
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_age ON users (age);");
        scene.gate().runOnce();
        scene.migration("V4__index.sql", "CREATE INDEX CONCURRENTLY users_id ON users (nobody);");
        scene.gate().assertFails(ErrorCode.MG004, "V4__index.sql");
        scene.migration("V4__index.sql", "ALTER TABLE users DROP COLUMN age;");

        scene.gate().assertFails(ErrorCode.MG006, "V4__index.sql:1:");

        assertThat(scene.database().hasColumn("nemo", "users", "age")).isTrue();
    }

    @Test
    void whoever_died_before_the_books_were_closed_does_not_leave_a_repeatable_file_unjudged() throws Exception {
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_age ON users (age);");
        scene.gate().runOnce();
        scene.database().execute("INSERT INTO schema_gate.first_install (script) VALUES ('R__view.sql')");
        scene.migration("R__view.sql", "DROP VIEW v;");

        scene.gate().assertFails(ErrorCode.MG006, "R__view.sql:1:");
    }
}
