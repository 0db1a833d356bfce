package dev.schemagate.migrate.alembic.revisions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.migrate.alembic.RealAlembic;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.testing.NeedsAlembic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlembicProjectTest {

    /** Of settings that Alembic and we take alike. */
    private static final List<String> SETTINGS = List.of(
            "[alembic]\nscript_location = migrations\n",
            "[alembic]\nscript_location = %(here)s/migrations\n",
            "# x\n[other]\na = 1\n\n[alembic]\n; y\nSCRIPT_LOCATION: migrations\nx = %%(here)s\n",
            "[DEFAULT]\nbase = migrations\n[alembic]\nscript_location = %(base)s\n",
            "[alembic]\r\nscript_location = migrations\r\n",
            "[alembic]\nscript_location = migrations\nversion_locations = %(here)s/a b,c,  d\n",
            "[alembic]\nscript_location = migrations\nversion_locations = a:b:\nversion_path_separator = os\n",
            "[alembic]\nscript_location = migrations\nversion_locations = a:b\nversion_path_separator = :\n",
            "[alembic]\nscript_location = migrations\nversion_locations = a;%(script_location)s/b\nversion_path_separator = ;\n",
            "[alembic]\nscript_location = migrations\nversion_locations = a  b\nversion_path_separator = space\n",
            "[alembic]\nscript_location = migrations\nversion_locations =\n",
            "[alembic]\nscript_location = migrations\nfile_template = %%(year)d_%%(slug)s\nsqlalchemy.url = driver://u:p@h/d\n");

    /** Of settings that both refuse. */
    private static final List<String> WRONG = List.of(
            "[alembic]\nscript_location = %(nothing)s\n",
            "[alembic]\nscript_location = 50%\n",
            "script_location = migrations\n",
            "[alembic]\nscript_location = migrations\n[alembic]\nx = 1\n",
            "[alembic]\nscript_location = migrations\nscript_location = other\n",
            "[alembic]\nscript_location = migrations\nversion_locations = a\nversion_path_separator = comma\n",
            "[alembic]\nscript_location = %(a)s\na = %(b)s\nb = %(a)s\n",
            "[alembic]\nscript_location = migrations\nnonsense\n",
            "[alembic]\nx = 1\n",
            "[other]\nscript_location = migrations\n");

    @TempDir
    Path folder;

    @BeforeEach
    void realPath() throws IOException {
        folder = folder.toRealPath();
    }

    @Test
    @NeedsAlembic
    void finds_the_folders_that_alembic_finds() throws Exception {
        List<String> all = new ArrayList<>(SETTINGS);
        all.addAll(WRONG);
        List<String> projects = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Path project = Files.createDirectories(folder.resolve("p" + i + "/migrations"));
            Files.writeString(project.getParent().resolve("alembic.ini"), all.get(i));
            projects.add(project.getParent().toString());
        }
        List<String> answers = RealAlembic.run(folder, "locations.py", projects);

        for (int i = 0; i < all.size(); i++) {
            JsonNode alembic = new ObjectMapper().readTree(answers.get(i));
            String which = all.get(i) + "\nAlembic says " + alembic;
            assertThat(alembic.isArray()).as(which).isEqualTo(i < SETTINGS.size());
            Path project = Path.of(projects.get(i));
            if (alembic.isArray()) {
                List<String> ours =
                        read(project).versions().stream().map(Path::toString).toList();
                assertThat(new ObjectMapper().valueToTree(ours).toString())
                        .as(which)
                        .isEqualTo(alembic.toString());
            } else {
                assertThatThrownBy(() -> read(project)).as(which).isInstanceOf(ProjectException.class);
            }
        }
    }

    @Test
    void cuts_the_comment_that_old_templates_have_behind_the_separator() throws Exception {
        ini("[alembic]\nscript_location = m\nversion_locations = a:b\n"
                + "version_path_separator = os  # Use os.pathsep. Default configuration used for new projects.\n");

        assertThat(read(folder).versions()).containsExactly(folder.resolve("a"), folder.resolve("b"));
    }

    @Test
    void prefers_the_newer_separator() throws Exception {
        ini("[alembic]\nscript_location = m\nversion_locations = a\n  b\npath_separator = newline\n"
                + "version_path_separator = space\n");

        assertThat(read(folder).versions()).containsExactly(folder.resolve("a"), folder.resolve("b"));
    }

    @Test
    void reads_pyproject_and_lets_the_ini_win_key_by_key() throws Exception {
        toml("[project]\nname = 'x'\n[tool.alembic]\nscript_location = \"%(here)s/m\"\n"
                + "recursive_version_locations = true\nfile_template = '%%(rev)s'\n");
        assertThat(read(folder).versions()).containsExactly(folder.resolve("m/versions"));
        assertThat(read(folder).recursive()).isTrue();

        ini("[alembic]\nscript_location = n\n");
        assertThat(read(folder).versions()).containsExactly(folder.resolve("n/versions"));
        assertThat(read(folder).recursive()).isTrue();
        assertThat(read(folder).files())
                .containsExactly(folder.resolve("alembic.ini"), folder.resolve("pyproject.toml"));

        ini("[alembic]\nrecursive_version_locations = false\n");
        assertThat(read(folder).recursive()).isFalse();

        toml("tool.alembic.version_locations = [\"a\", '%(here)s/b']\n");
        assertThat(read(folder).versions()).containsExactly(folder.resolve("a"), folder.resolve("b"));
    }

    @Test
    void follows_the_command_and_the_environment() throws Exception {
        Files.createDirectories(folder.resolve("db"));
        Files.writeString(
                folder.resolve("db/own.ini"), "[alembic]\nscript_location = %(here)s/m\n[two]\nscript_location=t\n");
        Path expected = folder.resolve("db/m/versions");

        assertThat(read(null, "alembic", "-c", "db/own.ini", "upgrade", "heads"))
                .containsExactly(expected);
        assertThat(read(null, "uv", "run", "alembic", "--config=db/own.ini", "upgrade"))
                .containsExactly(expected);
        assertThat(read("db/own.ini", "/venv/bin/alembic", "upgrade")).containsExactly(expected);
        assertThat(read("db/own.ini", "bash", "-c", "flask db upgrade")).containsExactly(expected);
        assertThat(read("no.ini", "python3", "-m", "alembic", "-cdb/own.ini")).containsExactly(expected);
        assertThat(read("db/own.ini", "alembic", "-n", "two", "upgrade")).containsExactly(folder.resolve("t/versions"));
    }

    private List<Path> read(String variable, String... command) throws ProjectException {
        return AlembicProject.read(new AlembicProject.Start(folder, List.of(command), variable, List.of()))
                .versions();
    }

    @Test
    void takes_folders_that_the_settings_cannot_name() throws Exception {
        ini("[alembic]\nscript_location = app:migrations\n");
        AlembicProject.Start start =
                new AlembicProject.Start(folder, List.of("alembic"), null, List.of("app/migrations/versions", "/x"));

        assertThat(AlembicProject.read(start).versions())
                .containsExactly(folder.resolve("app/migrations/versions"), Path.of("/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alembic.ini | [alembic]~~script_location = app:migrations | 3 | script_location is in a Python package: "
                        + "app:migrations; only Python finds it, so name the folder in gate.alembic.versions",
                "alembic.ini | [alembic]~x = 1 | 1 | script_location is not set",
                "alembic.ini | [other]~x = 1 | 1 | there is no section [alembic]",
                "alembic.ini | [alembic]~x = 1~x = 2 | 3 | x is set already in line 2",
                "pyproject.toml | [tool.alembic]~x = [ | 2 | no TOML: ",
                "pyproject.toml | [tool.alembic]~script_location = 1 | 1 | tool.alembic.script_location is no string",
                "pyproject.toml | [tool.alembic]~version_locations = 'a' | 1 | tool.alembic.version_locations is no list of strings",
                "pyproject.toml | [tool.alembic]~script_location = '%(no)s' | 1 | tool.alembic.script_location has %(no)s, which"
                        + " stands for nothing",
                "other | x | 1 | there is neither this file nor pyproject.toml with [tool.alembic]"
            })
    void says_what_is_wrong_and_where(String file, String text, int line, String message) throws IOException {
        Files.writeString(folder.resolve(file), text.replace('~', '\n'));

        assertThatThrownBy(() -> read(folder)).isInstanceOfSatisfying(ProjectException.class, e -> {
            Finding finding = e.finding();
            assertThat(finding.file())
                    .isEqualTo(folder.resolve(file.equals("other") ? "alembic.ini" : file)
                            .toString());
            assertThat(finding.range().line()).isEqualTo(line);
            assertThat(finding.message()).startsWith(message);
            assertThat(finding.rule()).isEqualTo("MG020");
        });
    }

    @Test
    void refuses_bytes_that_are_no_text() throws IOException {
        Files.write(folder.resolve("alembic.ini"), "[alembic]\n# ä\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> read(folder)).hasMessage("byte 0xE4 is not UTF-8");
    }

    @Test
    void takes_a_byte_order_mark() throws Exception {
        ini("\uFEFF[alembic]\nscript_location = m\n");

        assertThat(read(folder).versions()).containsExactly(folder.resolve("m/versions"));
    }

    private static AlembicProject read(Path folder) throws ProjectException {
        return AlembicProject.read(
                new AlembicProject.Start(folder, Arrays.asList("alembic", "upgrade", "heads"), null, List.of()));
    }

    private void ini(String text) throws IOException {
        Files.writeString(folder.resolve("alembic.ini"), text);
    }

    private void toml(String text) throws IOException {
        Files.writeString(folder.resolve("pyproject.toml"), text);
    }
}
