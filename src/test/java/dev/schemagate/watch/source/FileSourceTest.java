package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.watch.record.LinePrefix;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.States;

import static org.assertj.core.api.Assertions.assertThat;

class FileSourceTest {

    private static final LogFormats FORMATS =
            new LogFormats(new States(List.of("42703")), ZoneOffset.UTC, new LinePrefix("%m "), Clock.systemUTC());

    @TempDir
    Path folder;

    private Path log;
    private final List<String> errors = new ArrayList<>();
    private long millis;

    @BeforeEach
    void log() throws IOException {
        log = Files.writeString(folder.resolve("app.log"), line("before_the_start"));
    }

    private FileSource source(String glob) {
        FileSource source = new FileSource(folder.resolve(glob).toString(), FORMATS, List.of());
        poll(source);
        return source;
    }

    private Reading poll(FileSource source) {
        return source.poll(r -> {
            if (r instanceof LogRecord.Failed failed) {
                errors.add(failed.error().message().replaceAll("^column \"|\" does not exist$", ""));
            }
        });
    }

    private String line(String column) {
        return "{\"timestamp\":\"2026-11-22 13:%02d:%02d.%03d UTC\",\"error_severity\":\"ERROR\",\"state_code\":\"42703\",\"message\":\"column \\\"%s\\\" does not exist\"}\n"
                .formatted(millis / 60_000 % 60, millis / 1000 % 60, millis++ % 1000, column);
    }

    private void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    @Test
    void begins_at_the_end_and_waits_for_whole_lines() throws IOException {
        try (FileSource source = source("app.log")) {
            String line = line("a");
            append(log, line.substring(0, 40));
            poll(source);
            append(log, line.substring(40));
            poll(source);
        }
        assertThat(errors).containsExactly("a");
    }

    @Test
    void a_line_that_was_begun_before_the_start_is_none() throws IOException {
        String line = line("begun");
        append(log, line.substring(0, 100));
        try (FileSource source = source("app.log")) {
            append(log, line.substring(100) + line("next"));
            poll(source);
        }
        assertThat(errors).containsExactly("next");
    }

    @Test
    void reads_a_renamed_file_to_its_end_and_the_new_one_from_its_beginning() throws IOException {
        try (FileSource source = source("app.log")) {
            append(log, line("a"));
            poll(source);
            append(log, line("b"));
            Files.move(log, folder.resolve("app.log.1"));
            append(log, line("c"));
            poll(source);
            append(log, line("d"));
            poll(source);
        }
        assertThat(errors).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void starts_over_where_a_file_was_truncated_or_written_anew() throws IOException {
        try (FileSource source = source("app.log")) {
            append(log, line("a"));
            poll(source);
            Files.writeString(log, line("b"), StandardOpenOption.TRUNCATE_EXISTING);
            poll(source);
            Files.writeString(log, line("c") + line("d") + line("e") + line("f"), StandardOpenOption.TRUNCATE_EXISTING);
            poll(source);
        }
        assertThat(errors).containsExactly("a", "b", "c", "d", "e", "f");
    }

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
                source = new FileSource(folder.resolve("app*.log").toString(), FORMATS, left);
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
        try (FileSource source = new FileSource(log.toString(), FORMATS, left)) {
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

    @Test
    void reads_each_of_several_files_that_were_renamed_between_two_polls() throws IOException {
        try (FileSource source = source("app.log")) {
            append(log, line("a"));
            Files.move(log, folder.resolve("app.log.2"));
            append(folder.resolve("app.log.1"), line("b"));
            append(log, line("c"));
            poll(source);
            poll(source);
        }
        assertThat(errors).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void says_that_a_file_is_missing_and_reads_it_when_it_comes() throws IOException {
        try (FileSource source = source("later.log")) {
            assertThat(poll(source).code()).isEqualTo("no-log-source");
            append(folder.resolve("later.log"), line("a"));
            assertThat(poll(source).readable()).isTrue();
        }
        assertThat(errors).containsExactly("a");
    }
}
