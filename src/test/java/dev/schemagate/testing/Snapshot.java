package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A file of the repository, or a marked part of one, that a test keeps equal to what the program says. {@code -Dsnap} rewrites it. */
public final class Snapshot {

    private final Path file;
    private final String begin;
    private final String end;

    private Snapshot(Path file, String begin, String end) {
        this.file = file;
        this.begin = begin;
        this.end = end;
    }

    public static Snapshot file(String path) {
        return new Snapshot(Path.of(path), "", "");
    }

    /** The part between {@code <!-- name -->} and {@code <!-- /name -->}. */
    public static Snapshot part(String path, String name) {
        return new Snapshot(Path.of(path), "<!-- " + name + " -->\n", "<!-- /" + name + " -->");
    }

    public void matches(String actual) {
        String before = read();
        int from = begin.isEmpty() ? 0 : before.indexOf(begin) + begin.length();
        int to = end.isEmpty() ? before.length() : before.indexOf(end);
        if (System.getProperty("snap") != null) {
            write(before.substring(0, from) + actual + before.substring(to));
            return;
        }
        assertThat(before.substring(from, to))
                .as(file + " is stale; run the tests with -Dsnap and look at the difference")
                .isEqualTo(actual);
    }

    private String read() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
