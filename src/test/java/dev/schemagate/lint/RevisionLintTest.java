package dev.schemagate.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.PolicyContext;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionLintTest {

    private static final String IMPORTS = "from alembic import op\nimport sqlalchemy as sa\n";

    @TempDir
    Path folder;

    @Test
    void reads_a_project_as_alembic_does() throws IOException {
        write("alembic.ini", "[alembic]\nscript_location = alembic\n");
        write("alembic/env.py", "print('x')\n");
        write("alembic/versions/a.py", revision("a", null, "op.create_table('t', sa.Column('id', sa.Integer()))"));
        write("alembic/versions/b.py", revision("b", "a", "op.drop_column('t', 'x')"));
        write("alembic/versions/helper.py", "X = 1\n");
        write("elsewhere/c.py", revision("c", "zz", "pass"));
        write("app/models.py", "class Model: pass\n");
        write("app/__init__.py", "down_revision = None\n");

        assertThat(lint(""))
                .containsExactly(
                        "alembic/versions/b.py:7:5: HF010 ",
                        "alembic/versions/helper.py:1:1: MG021 ",
                        "alembic/versions/helper.py:1:1: MG023 ");
    }

    @Test
    void tells_what_contradicts_itself_across_the_folders_of_a_project() throws IOException {
        write("alembic.ini", "[alembic]\n");
        write("alembic/env.py", "");
        write("alembic/versions/a.py", revision("a", null, "pass"));
        write("app/versions/b.py", revision("b", "a", "pass"));
        write("app/versions/c.py", revision("c", "zz", "pass"));
        write("app/versions/d.py", revision("a", null, "pass"));

        assertThat(lint("")).containsExactly("app/versions/c.py:3:12: MG022 ", "app/versions/d.py:3:12: MG022 ");
    }

    @Test
    void warns_of_an_id_that_the_version_table_does_not_take() throws IOException {
        write("versions/a.py", revision("a".repeat(32), null, "pass"));
        write("versions/b.py", revision("b".repeat(33), "a".repeat(32), "pass"));

        assertThat(report("versions").findings()).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isFalse();
            assertThat(finding.message())
                    .isEqualTo("'" + "b".repeat(33)
                            + "' has 33 characters, and Alembic makes a version table that takes 32");
        });
    }

    @Test
    void keeps_projects_apart() throws IOException {
        write("one/env.py", "");
        write("one/versions/a.py", revision("a", null, "pass"));
        write("two/env.py", "");
        write("two/versions/a.py", revision("a", null, "pass"));

        assertThat(lint("")).isEmpty();
    }

    @Test
    void reads_one_file_without_those_before_it() throws IOException {
        write("b.py", revision("b", "a", "op.rename_table('t', 'u')"));
        write("c.py", revision("c", "b", "pass").replace("'c'", "X"));
        write("no.py", "x = 1\n");

        assertThat(lint("b.py", "c.py")).containsExactly("b.py:7:5: HF011 ", "c.py:3:12: MG021 ");
        assertThat(new Inputs(null, InputStream.nullInputStream())
                        .read(List.of(folder.resolve("no.py").toString()))
                        .unread())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message()).isEqualTo("no revision of Alembic's: it has no down_revision"));
    }

    @Test
    void shows_lines_as_an_editor_counts_them() throws IOException {
        Files.write(
                folder.resolve("b.py"),
                ("# coding: latin-1\r\n"
                                + revision("b", "a", "x = 'ä'; op.drop_table('t')")
                                        .replace("\n", "\r\n"))
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        LintReport report = report("b.py");

        assertThat(TextReport.block(
                        report.findings().get(0),
                        report.texts().get(report.findings().get(0).file())))
                .contains("  8 |     x = 'ä'; op.drop_table('t')\n    |              ^^^^^^^^^^^^^^^^^^\n");
    }

    @Test
    void says_what_its_page_shows() throws IOException {
        write("alembic/env.py", "");
        write("alembic/versions/0001_users.py", """
                from alembic import op
                import sqlalchemy as sa

                revision = "0001"
                down_revision = None


                def upgrade():
                    op.create_table(
                        "users",
                        sa.Column("id", sa.Integer(), primary_key=True),
                        sa.Column("legacy_name", sa.Text()),
                    )
                """);
        write("alembic/versions/0002_email.py", """
                from alembic import op
                import sqlalchemy as sa

                revision = "0002"
                down_revision = "0001"


                def upgrade():
                    op.add_column("users", sa.Column("email", sa.Text()))
                    op.create_index("ix_users_email", "users", ["email"])
                    # gate: allow HF014 a few hundred rows
                    op.execute("UPDATE users SET email = legacy_name")
                    backfill(op.get_bind())
                """);
        write("alembic/versions/0003_drop.py", """
                # gate: contract nemo.users.legacy_name nothing reads it since 41
                from alembic import op

                revision = "0003"
                down_revision = "0002"


                def upgrade():
                    op.drop_column("users", "legacy_name")
                """);
        StringWriter out = new StringWriter();
        Format.TEXT.write(report("alembic"), new PrintWriter(out));

        assertThat(Files.readString(Path.of("docs/alembic-revisions.md")))
                .contains("$ schema-gate lint alembic\n" + out.toString().replace(folder + "/", ""));
    }

    private static String revision(String id, String down, String body) {
        return IMPORTS + "revision = '" + id + "'\ndown_revision = " + (down == null ? "None" : "'" + down + "'")
                + "\n\ndef upgrade():\n    " + body + "\n";
    }

    private List<String> lint(String... paths) {
        return report(paths).findings().stream()
                .map(finding ->
                        finding.describe().replace(folder + "/", "").replaceFirst("(?s)(: [A-Z]+\\d+ ).*", "$1"))
                .toList();
    }

    private LintReport report(String... paths) {
        Inputs.Found found = new Inputs(null, InputStream.nullInputStream())
                .read(java.util.Arrays.stream(paths)
                        .map(path -> folder.resolve(path).toString())
                        .toList());
        assertThat(found.unread()).isEmpty();
        return new Linter(
                        PolicyContext.of("nemo", "public", Engines.LEDGERS),
                        Placeholders.offline(Map.of(), "nemo", Optional.empty()))
                .lint(found.files());
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }
}
