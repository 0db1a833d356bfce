package dev.schemagate.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import dev.schemagate.Scene;

import static org.assertj.core.api.Assertions.assertThat;

/** What the commands of {@code guard} print and answer. */
class GuardCommandTest {

    @RegisterExtension
    final Scene scene = Scene.with(
            "CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int); CREATE TABLE \"Tax\" (id int, rate int, code text)");

    private String url;

    @BeforeEach
    void prepare() throws Exception {
        url = scene.database().url();
    }

    private String guard(int code, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "guard";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Verb.exits(code, scene.environment(url), all);
    }

    @Test
    void it_is_installed_looked_at_and_taken_away() {
        assertThat(guard(1, "status")).startsWith("guard not installed; an administrator may: ");
        assertThat(guard(0, "install", "--dry-run"))
                .isEqualTo("guard of nemo and public could be installed; rolled back\n");
        assertThat(guard(1, "status")).startsWith("guard not installed");
        assertThat(guard(0, "install")).isEqualTo("guard of nemo and public installed\n");
        assertThat(guard(0, "status")).isEqualTo("guard installed, as this version installs it\n");

        scene.database().execute("ALTER EVENT TRIGGER schema_gate_drops DISABLE");
        assertThat(guard(1, "status")).contains("\n  event trigger schema_gate_drops is on sql_drop, disabled, calls ");
        assertThat(guard(0, "install")).isEqualTo("guard of nemo and public brought up to date\n");
        assertThat(guard(0, "install")).isEqualTo("guard of nemo and public installed already\n");

        assertThat(guard(0, "remove", "--ticket", "OPS-7 upgrade")).isEqualTo("guard removed\n");
        assertThat(guard(0, "remove", "--ticket", "OPS-7 upgrade")).isEqualTo("guard not installed\n");
        scene.database().execute("DROP TABLE nemo.users");
    }

    @Test
    void what_sql_prints_is_what_install_installs() {
        scene.database().execute(guard(0, "sql"));

        assertThat(guard(0, "status")).startsWith("guard installed, as ");
    }

    @Test
    void allow_opens_it_for_pending_migrations() throws Exception {
        Path migration = scene.files().resolve("prisma/0001_gone/migration.sql");
        Files.createDirectories(migration.getParent());
        Files.writeString(migration, "ALTER TABLE \"Tax\" DROP COLUMN \"rate\";");
        String folder = migration.getParent().getParent().toString();
        assertThat(guard(3, "allow", "--migrations", folder, "--ticket", "T"))
                .startsWith("error: [GD003] there is no guard");
        guard(0, "install");

        String needed = migration + ":1:19: drop of table column public.\"Tax\".rate\n";
        assertThat(guard(0, "allow", "--migrations", folder, "--ticket", "OPS-7", "--dry-run"))
                .isEqualTo(needed + "1 pass needed; none written\n");
        assertThat(guard(0, "allow", "--migrations", folder, "--ticket", "OPS-7", "--for", "30m"))
                .isEqualTo(needed + "1 pass written for OPS-7, valid for 30 minutes\n");
        scene.database().execute(Files.readString(migration));

        Files.writeString(migration, "ALTER TABLE");
        assertThat(guard(3, "allow", "--migrations", folder, "--ticket", "T"))
                .startsWith("error: [GD002] " + migration);
        assertThat(guard(3, "allow", "--migrations", scene.files().toString() + "/none", "--ticket", "T"))
                .startsWith("error: [PR004] ");
    }

    @Test
    void owners_lists_both_schemas() {
        scene.database().execute("CREATE VIEW report AS SELECT id FROM \"Tax\"");

        assertThat(guard(1, "owners"))
                .isEqualTo(
                        "table nemo.users: flyway, which owns schema nemo; a push or reset of Prisma's does not touch it\n"
                                + "table public.\"Tax\": Prisma, which owns schema public; --force-reset drops it\n"
                                + "view public.report: nobody's, since Prisma makes no views and no extension owns it;"
                                + " prisma db push keeps it, --force-reset drops it\n"
                                + "3 objects, 1 of them without an owner; 0 foreign keys and views across the border\n");
    }

    @Test
    void who_may_not_is_told_and_what_is_mistyped_is_usage() {
        assertThat(guard(2)).contains("name what to do: ");
        assertThat(guard(2, "remove")).contains("--ticket");
        url = scene.database().urlOfNewRole("nobody");
        scene.database()
                .execute("GRANT CREATE ON DATABASE " + scene.database().name() + " TO nobody_"
                        + scene.database().name());
        assertThat(guard(3, "install")).startsWith("error: [GD001] the server refuses the guard to role nobody_");
        url = "postgresql://app:s3cret@127.0.0.1:1/app";
        assertThat(guard(3, "status")).startsWith("error: [DB001] ").doesNotContain("s3cret");
    }
}
