package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Mounted files that a gate reads again after it was down. */
class FileSourceRestartTest extends MountedLog {

    @Test
    void counts_exactly_over_rotations_and_restarts() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        FileSource source = source("app*.log");
        int written = 0;
        for (int round = 0; round < 300; round++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                append(log, line("c" + written++));
            }
            if (random.nextInt(5) == 0) {
                Files.move(log, folder.resolve("app-" + round + ".log"));
                append(log, line("c" + written++));
            }
            if (random.nextInt(3) > 0) {
                poll(source);
            }
            if (random.nextInt(20) == 0) {
                poll(source);
                List<Position> left = source.positions();
                source.close();
                source = new FileSource(folder.resolve("app*.log").toString(), () -> FORMATS, left);
            }
        }
        poll(source);
        source.close();

        assertThat(errors).doesNotHaveDuplicates().hasSize(written);
        System.out.println("file: " + errors.size() + " of " + written + " errors");
    }

    /** What a gate leaves that has read all there was, and goes down. */
    private List<Position> leave() throws IOException {
        try (FileSource source = source("app.log")) {
            append(log, line("read"));
            poll(source);
            return source.positions();
        }
    }

    private Reading startAgain(List<Position> left) {
        try (FileSource source = new FileSource(log.toString(), () -> FORMATS, left)) {
            Reading reading = poll(source);
            poll(source);
            return reading;
        }
    }

    @Test
    void reads_what_was_renamed_while_it_was_down_and_what_came_between() throws IOException {
        List<Position> left = leave();
        append(log, line("a"));
        Files.move(log, folder.resolve("app.log.2"));
        append(folder.resolve("app.log.1"), line("b") + line("c"));
        append(log, line("d"));

        assertThat(startAgain(left).gap()).isEmpty();
        assertThat(errors).containsExactlyInAnyOrder("read", "a", "b", "c", "d");
    }

    @Test
    void says_that_something_may_be_missing_where_a_file_was_compressed_or_deleted_while_it_was_down()
            throws IOException {
        List<Position> left = leave();
        append(log, line("lost"));
        Files.move(log, folder.resolve("app.log.1.gz"));
        append(log, line("d"));

        assertThat(startAgain(left).gap()).contains("app.log is gone").contains("may have held more");
        assertThat(errors).containsExactly("read", "d");
    }

    /** As an app's do that greets first. */
    @Test
    void tells_files_apart_that_begin_alike() throws IOException {
        String greeting = "=".repeat(100) + "\n";
        Path older = folder.resolve("app.log.1");
        Files.move(log, folder.resolve("elsewhere"));
        append(older, greeting + sentence("before_the_start").repeat(3));
        append(log, greeting);
        List<Position> left;
        try (FileSource source = source("app.log")) {
            append(log, sentence("read"));
            poll(source);
            left = source.positions();
        }
        append(log, sentence("a"));
        Files.move(older, folder.resolve("app.log.2"));
        Files.move(log, older);
        append(log, greeting + sentence("b") + sentence("c") + sentence("d"));

        assertThat(startAgain(left).gap()).isEmpty();
        assertThat(errors).containsExactlyInAnyOrder("read", "a", "b", "c", "d");
    }

    private static String sentence(String column) {
        return "ERROR: column \"" + column + "\" does not exist\n";
    }
}
