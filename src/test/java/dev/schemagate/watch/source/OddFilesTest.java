package dev.schemagate.watch.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What else may stand where a log should, and what becomes of a log in place. */
class OddFilesTest extends MountedLog {

    private final List<String> written = new ArrayList<>();

    private void fail(Path file) throws IOException {
        written.add("e" + written.size());
        append(file, line(written.get(written.size() - 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.log", "app*"})
    void counts_exactly_where_it_is_copied_and_truncated(String glob) throws IOException {
        SplittableRandom random = new SplittableRandom(27);
        FileSource source = source(glob);
        for (int rotation = 1; rotation <= 40; rotation++) {
            for (int i = random.nextInt(4); i > 0; i--) {
                fail(log);
                if (random.nextBoolean()) {
                    poll(source);
                }
            }
            byte[] all = Files.readAllBytes(log);
            Path copy = folder.resolve("app.log." + rotation);
            if (random.nextBoolean()) {
                Files.write(copy, Arrays.copyOf(all, random.nextInt(all.length + 1)));
                poll(source);
            }
            Files.write(copy, all);
            if (random.nextBoolean()) {
                poll(source);
            }
            Files.write(log, new byte[0]);
            if (random.nextBoolean()) {
                fail(log);
            }
            poll(source);
        }
        poll(source);

        assertThat(errors).containsExactlyInAnyOrderElementsOf(written);
        source.close();
    }

    @Test
    void a_copy_of_one_that_goes_on_is_not_read() throws IOException {
        FileSource source = source("app*");
        fail(log);
        Files.copy(log, folder.resolve("app.log.1"));
        poll(source);
        fail(log);
        poll(source);

        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void one_that_begins_as_another_did_is_no_copy() throws IOException {
        String banner = "INFO: started, listening on port 4000, and all the rest of a long first line\n".repeat(9);
        Files.writeString(log, banner);
        FileSource source = source("app.log");
        fail(log);
        poll(source);
        Path other = Files.writeString(folder.resolve("app.log.1"), banner);
        poll(source);
        fail(other);
        poll(source);

        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void one_that_is_written_anew_may_have_held_more() throws IOException {
        FileSource source = source("app.log");
        fail(log);
        assertThat(poll(source).gap()).isEmpty();
        Files.writeString(log, line("x").replace("ERROR", "LOG") + line("y").replace("ERROR", "LOG"));
        fail(log);
        Reading reading = poll(source);

        assertThat(errors).isEqualTo(written);
        assertThat(reading.gap()).contains("app.log was truncated or rewritten");
        source.close();
    }

    @Test
    void an_error_whose_line_was_never_finished_is_seen_when_the_file_goes() throws IOException {
        FileSource source = source("app.log");
        written.add("cut");
        append(log, line("cut").stripTrailing());
        poll(source);
        assertThat(errors).isEmpty();
        Files.delete(log);
        poll(source);
        poll(source);

        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void a_pipe_among_them_is_told_and_never_opened() throws Exception {
        FileSource source = source("app*");
        Process made = new ProcessBuilder("mkfifo", folder.resolve("app-2.log").toString()).start();
        assertThat(made.waitFor(10, TimeUnit.SECONDS)).isTrue();
        fail(log);

        assertThat(poll(source).reason()).contains("app-2.log", "is no regular file");
        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void a_link_to_itself_is_told_and_costs_nothing_of_the_others() throws IOException {
        FileSource source = source("app*");
        Files.createSymbolicLink(folder.resolve("app-2.log"), folder.resolve("app-2.log"));
        fail(log);
        Reading reading = poll(source);

        assertThat(reading.readable()).isFalse();
        assertThat(reading.reason()).contains("app-2.log");
        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void a_folder_in_its_place_is_no_log() throws IOException {
        FileSource source = source("app.log");
        fail(log);
        Files.delete(log);
        Files.createDirectory(log);
        poll(source);

        assertThat(poll(source).reason()).contains("no file " + log);
        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void more_than_can_be_kept_open_are_told() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            Files.createFile(folder.resolve("app-" + i + ".log"));
        }
        FileSource source = source("app*");

        assertThat(poll(source).reason()).contains("more than 1000 files match");
        source.close();
    }

    @Test
    void lines_that_end_where_the_buffer_does_hide_no_error() throws IOException {
        FileSource source = source("app.log");
        for (int edge : new int[] {64 << 10, 256 << 10, 8 << 20}) {
            for (int around = -2; around <= 2; around++) {
                append(log, "{\"message\":\"" + "x".repeat(edge + around - 15) + "\"}\n");
                fail(log);
                fail(log);
                while (poll(source).bytes() > 0) {
                    assertThat(errors).doesNotHaveDuplicates();
                }
            }
        }

        assertThat(errors).isEqualTo(written);
        source.close();
    }

    @Test
    void bytes_that_are_no_text_hide_no_error() throws IOException {
        FileSource source = source("app.log");
        for (byte[] odd :
                List.of(new byte[4096], new byte[] {(byte) 0xff, (byte) 0xc3, '\n'}, new byte[] {'"', '{', 0})) {
            Files.write(log, odd, java.nio.file.StandardOpenOption.APPEND);
            fail(log);
            fail(log);
            poll(source);
        }

        assertThat(errors).isEqualTo(written);
        source.close();
    }
}
