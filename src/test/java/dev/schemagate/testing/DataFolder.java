package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a test's server keeps its data: in memory where there is room, since a database is copied there for a fifth of the
 * processor's time. A process of its own removes it once the tests' process and the server have ended; in the tests' process it
 * took longer than Surefire waits for one to end.
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

    /** Linux's file system in memory; a container may have none to speak of. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static final long ROOM = 4L << 30;

    private DataFolder() {}

    /** Empty, and the current user's alone. */
    public static Path make(String name) {
        try {
            Path folder = hasRoom() ? Files.createTempDirectory(MEMORY, name) : Files.createTempDirectory(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Both of what the file system may take and of what the machine has left. */
    private static boolean hasRoom() throws IOException {
        if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ROOM) {
            return false;
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .anyMatch(kilobytes -> Long.parseLong(kilobytes) > ROOM >> 10);
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
