package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a test's server keeps its data: gigabytes after some hundred databases. A process of its own removes it once the tests'
 * process and the server have ended; in the tests' process it took longer than Surefire waits for one to end.
 */
public final class DataFolder {

    private static final String REMOVE = """
            for i in $(seq 300); do
              pid=$(cat "$1/postmaster.pid" "$1/data/postmaster.pid" 2>/dev/null | head -n 1)
              [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || break
              sleep 0.2
            done
            exec rm -rf "$1"
            """;

    private DataFolder() {}

    /** Empty, and the current user's alone. */
    public static Path make(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try {
            new ProcessBuilder("sh", "-c", REMOVE, "sh", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            System.err.println("left " + folder + ": " + e.getMessage());
        }
    }
}
