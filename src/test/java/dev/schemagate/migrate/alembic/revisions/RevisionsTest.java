package dev.schemagate.migrate.alembic.revisions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.policy.rule.Finding;

import static org.assertj.core.api.Assertions.assertThat;

class RevisionsTest {

    @TempDir
    Path folder;

    private final Revisions line = of(
            file("a1.py", "revision = 'a1aa'\ndown_revision = None\n"),
            file("b2.py", "\nrevision = 'b2bb'\ndown_revision = 'a1aa'\n"),
            file("c3.py", "revision = 'c3cc'\ndown_revision = 'b2bb'\n"));

    @Test
    void is_at_head() {
        assertThat(line.compare(List.of("c3cc"))).isInstanceOf(AlembicPosition.AtHead.class);
        assertThat(line.compare(List.of("c3cc")).describe()).isEqualTo("at head c3cc");
        assertThat(of().compare(List.of()).describe()).isEqualTo("there is no revision");
    }

    @Test
    void is_behind_by_what_is_to_run_in_order() {
        assertThat(line.compare(List.of("a1aa")).describe())
                .isEqualTo("at a1aa; 2 revisions are pending: b2bb (b2.py:2), c3cc (c3.py:1)");
        assertThat(line.compare(List.of()).describe())
                .isEqualTo(
                        "no revision has run yet; 3 revisions are pending: a1aa (a1.py:1), b2bb (b2.py:2), c3cc (c3.py:1)");
        assertThat(line.compare(List.of("b2bb")).describe())
                .isEqualTo("at b2bb; 1 revision is pending: c3cc (c3.py:1)");
    }

    @Test
    void is_ahead_where_an_unknown_row_may_stand_for_all_that_seems_to_be_missing() {
        assertThat(line.compare(List.of("d4dd")))
                .isEqualTo(new AlembicPosition.Ahead(List.of("d4dd"), List.of("d4dd")));
        assertThat(line.compare(List.of("d4dd")).describe())
                .isEqualTo(
                        "ahead of the files: no file declares 'd4dd', so a newer release has migrated this database");
        assertThat(line.compare(List.of("c3cc", "x9"))).isInstanceOf(AlembicPosition.Ahead.class);
    }

    @Test
    void is_not_ahead_where_a_known_row_shows_that_something_is_missing() {
        AlembicPosition position = line.compare(List.of("b2bb", "d4dd"));

        assertThat(position).isInstanceOf(AlembicPosition.Unknown.class);
        assertThat(position.describe())
                .isEqualTo(
                        "no file declares 'd4dd', which the version table holds, and the database lacks c3cc (c3.py:1): it is"
                                + " not just ahead; mount the files that made it, or correct the version table");
    }

    @Test
    void is_not_ahead_of_no_files() {
        assertThat(of().compare(List.of("a1aa"))).isInstanceOf(AlembicPosition.Unknown.class);
    }

    @Test
    void tells_what_a_row_may_be_meant_for() {
        Revisions labelled = of(file("a.py", "revision = 'a1aa22'\nbranch_labels = 'tax'\n"));

        assertThat(labelled.compare(List.of("a1aa")).describe()).contains("; 'a1aa' may be meant for a1aa22 (a.py:1)");
        assertThat(labelled.compare(List.of("tax"))).isInstanceOf(AlembicPosition.Unknown.class);
        assertThat(labelled.compare(List.of("A1AA22")).describe()).contains("may be meant for a1aa22");
    }

    @Test
    void reaches_a_head_through_what_another_depends_on() {
        Revisions two = of(
                file("a.py", "revision = 'a'\nbranch_labels = ('left',)\n"),
                file("b.py", "revision = 'b'\ndepends_on = 'left'\n"));

        assertThat(two.heads()).extracting(Revision::id).containsExactly("a", "b");
        assertThat(two.effectiveHeads()).extracting(Revision::id).containsExactly("b");
        assertThat(two.compare(List.of("b")).describe()).isEqualTo("at head b");
        assertThat(two.compare(List.of("a", "b")).describe())
                .isEqualTo(
                        "at head a, b; the row 'a' of the version table is one too many, since 'b' follows or depends on it;"
                                + " delete it: DELETE FROM alembic_version WHERE version_num IN ('a')");
    }

    @Test
    void will_not_run_past_a_redundant_row() {
        assertThat(line.compare(List.of("a1aa", "b2bb")).describe())
                .startsWith(
                        "1 revision is pending, and Alembic would run none: the row 'a1aa' of the version table is one too many");
    }

    @Test
    void names_every_contradiction_with_its_place() {
        assertProblem(
                "a.py:2: MG022 down_revision of 'a' names 'zz', which no file declares",
                file("a.py", "\nrevision = 'a'\ndown_revision = 'zz'\n"));
        assertProblem(
                "b.py:1: MG022 down_revision of 'b' names 'tax', which no file declares; it is a branch label, and"
                        + " down_revision takes ids: write 'a'",
                file("a.py", "revision = 'a'\nbranch_labels = 'tax'\n"),
                file("b.py", "revision = 'b'\ndown_revision = 'tax'\n"));
        assertProblem(
                "b.py:1: MG022 depends_on of 'b' names 'a1a', which no file declares; Alembic takes no abbreviation there:"
                        + " write 'a1aa'",
                file("a.py", "revision = 'a1aa'\n"),
                file("b.py", "revision = 'b'\ndepends_on = ['a1a']\n"));
        assertProblem(
                "b.py:1: MG022 revision 'a' is declared in a.py:1 too, and Alembic would run whichever it reads last",
                file("a.py", "revision = 'a'\n"),
                file("b.py", "revision = 'a'\n"));
        assertProblem(
                "b.py:1: MG022 branch label 'a' is taken already by a (a.py:1)",
                file("a.py", "revision = 'a'\n"),
                file("b.py", "revision = 'b'\nbranch_labels = 'a'\n"));
        assertProblem(
                "a.py:1: MG022 revision 'a' follows or depends on itself",
                file("a.py", "revision = 'a'\ndepends_on = 'a'\n"));
        assertProblem(
                "a.py:1: MG022 these revisions follow or depend on one another in a circle: a (a.py:1), c (c.py:1), b (b.py:1)",
                file("a.py", "revision = 'a'\ndown_revision = 'c'\n"),
                file("b.py", "revision = 'b'\ndown_revision = 'a'\n"),
                file("c.py", "revision = 'c'\ndown_revision = 'b'\n"),
                file("d.py", "revision = 'd'\ndown_revision = 'c'\n"));
    }

    @Test
    void says_what_only_python_knows() {
        assertProblem(
                "a.py:2: MG021 down_revision is no literal, so only Python knows it: PREVIOUS + '1'",
                file("a.py", "revision = 'a'\ndown_revision = PREVIOUS + '1'\n"));
        assertProblem("a.py:1: MG021 revision is not one string: ('a', 'b')", file("a.py", "revision = ('a', 'b')\n"));
        assertProblem(
                "a.py:1: MG021 'a-b' cannot be a revision: Alembic refuses @, + and - in it",
                file("a.py", "revision = 'a-b'\n"));
        assertProblem(
                "notes.py:1: MG021 no revision: Alembic stops at a file among the revisions that does not say which it is",
                file("notes.py", ""));
        assertProblem("a.py:3: MG021 a string that is never closed", file("a.py", "revision = 'a'\n\nx = '\n"));
    }

    @Test
    void does_not_blame_a_file_for_the_one_before_it_that_cannot_be_read() {
        assertProblem(
                "a.py:1: MG021 revision is no literal, so only Python knows it: make('a')",
                file("a.py", "revision = make('a')\n"),
                file("b.py", "revision = 'b'\ndown_revision = 'a'\n"));
    }

    @Test
    void takes_a_revision_from_the_name_of_a_file_of_alembics_first_version() {
        assertThat(of(file("x/ab12.py", "down_revision = None\n"))
                        .compare(List.of("ab12"))
                        .describe())
                .isEqualTo("at head ab12");
    }

    @Test
    void reads_the_files_that_alembic_reads() throws IOException {
        write("a.py", "revision = 'a'");
        write("__init__.py", "");
        write("__init__x.py", "");
        write(".#a.py", "");
        write("notes.txt", "");
        write("b.pyc", "");
        Files.createSymbolicLink(folder.resolve("again.py"), folder.resolve("a.py"));
        write("deeper/b.py", "revision = 'b'");
        write("__pycache__/c.py", "revision = 'c'");
        Files.createSymbolicLink(folder.resolve("deeper/loop"), folder);

        assertThat(Revisions.read(List.of(folder), false).problems()).isEmpty();
        assertThat(Revisions.read(List.of(folder), false).all())
                .extracting(Revision::id)
                .containsExactly("a");
        assertThat(Revisions.read(List.of(folder), true).all())
                .extracting(Revision::id)
                .containsExactly("a", "b");
        assertThat(Revisions.read(List.of(folder, folder.resolve("none"), folder.resolve("deeper")), false)
                        .all())
                .extracting(Revision::id)
                .containsExactly("a", "b");
    }

    @Test
    void says_which_folder_or_file_cannot_be_read() throws IOException {
        Path none = folder.resolve("none");
        assertThat(Revisions.read(List.of(none), false).compare(List.of()).describe())
                .isEqualTo(none + ":1:1: MG020 the folder of revisions does not exist");

        Files.createSymbolicLink(folder.resolve("a.py"), folder.resolve("a.py"));
        Files.createSymbolicLink(folder.resolve("b.py"), folder.resolve("gone"));
        assertThat(Revisions.read(List.of(folder), false).problems())
                .extracting(Finding::message)
                .containsExactly("a link that leads nowhere", "a link that leads nowhere");

        write("file", "");
        assertThat(Revisions.read(List.of(folder.resolve("file")), false).problems())
                .extracting(Finding::message)
                .containsExactly("the folder of revisions is not a folder");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private static void assertProblem(String expected, Revisions.Source... files) {
        assertThat(Stream.of(of(files)))
                .flatExtracting(Revisions::problems)
                .extracting(finding -> finding.describe().replaceFirst(":(\\d+):\\d+:", ":$1:"))
                .containsExactly(expected);
        assertThat(of(files).compare(List.of())).isInstanceOf(AlembicPosition.Broken.class);
    }

    private static Revisions of(Revisions.Source... files) {
        return Revisions.of(List.of(files));
    }

    private static Revisions.Source file(String name, String text) {
        return new Revisions.Source(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
