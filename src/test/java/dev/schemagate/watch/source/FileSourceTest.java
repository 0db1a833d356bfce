package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FileSourceTest extends MountedLog {

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

    /** As a file that logrotate removes between the look at the folder and the look at the file. */
    @Test
    void a_file_that_vanishes_costs_nothing_of_the_others() throws IOException {
        Files.createSymbolicLink(folder.resolve("app.log.1"), folder.resolve("gone"));
        try (FileSource source = source("app.log")) {
            append(log, line("a"));
            assertThat(poll(source).readable()).isTrue();
        }
        assertThat(errors).containsExactly("a");
    }

    /** As one that was rotated with other rights. What it holds nobody knows, so that quiet in the others proves nothing. */
    @Test
    void one_that_cannot_be_read_costs_no_error_of_the_others_and_lets_none_of_them_count_as_clean()
            throws IOException {
        Path memory = Path.of("/proc/self/mem");
        assumeTrue(Files.isRegularFile(memory), "a file whose beginning nobody can read");
        Path sealed = Files.createSymbolicLink(folder.resolve("many0.log"), memory);
        try (FileSource source = source("many*.log")) {
            poll(source);
            append(folder.resolve("many1.log"), line("a"));
            Reading reading = poll(source);
            assertThat(reading.code()).isEqualTo("no-log-source");
            assertThat(reading.reason()).contains("many0.log", "the others are read");
            assertThat(errors).containsExactly("a");

            Files.delete(sealed);
            append(folder.resolve("many1.log"), line("b"));
            poll(source);
            assertThat(poll(source).readable()).isTrue();
        }
        assertThat(errors).containsExactly("a", "b");
    }

    @Test
    void files_without_news_cost_no_buffer() throws IOException {
        for (int i = 0; i < 50; i++) {
            append(folder.resolve("many" + i + ".log"), line("x"));
        }
        try (FileSource source = source("many*.log")) {
            poll(source);
            var thread = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
            long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < 20; i++) {
                poll(source);
            }
            long each = (thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 20 / 50;

            assertThat(each).as("bytes a file and poll").isLessThan(16 << 10);
        }
    }
}
