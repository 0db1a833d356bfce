package dev.schemagate.sql;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints what parsing costs; not a test. Run with the test class path: start to first parse, a 1 MB file, and the SQL files of
 * the folders given as arguments.
 */
final class ParserBenchmark {
    private static final int ROUNDS = 5;

    private ParserBenchmark() {}

    /** Measures. */
    public static void main(String[] folders) throws IOException {
        System.out.printf("first parse %d ms after the start%n", sinceStart());
        time("first statement", () -> SqlParser.parse(new SourceText("first", "SELECT 1")));
        System.out.printf("ready %d ms after the start%n", sinceStart());
        String statements = Sql.resource("realistic.sql");
        SourceText megabyte = new SourceText("1 MB", statements.repeat((1 << 20) / statements.length() + 1));
        for (int round = 0; round < ROUNDS; round++) {
            time("1 MB", () -> SqlParser.parse(megabyte));
        }
        for (String folder : folders) {
            List<Path> files;
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                files = found.filter(f -> f.toString().endsWith(".sql"))
                        .sorted()
                        .toList();
            }
            time(files.size() + " files of " + folder, () -> {
                for (Path file : files) {
                    SqlParser.parse(file.toString(), Files.readAllBytes(file));
                }
            });
        }
    }

    private static long sinceStart() {
        return System.currentTimeMillis()
                - ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    }

    private static void time(String what, Work work) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        work.run();
        long used = threads.getCurrentThreadCpuTime() - cpu;
        System.out.printf(
                "%s: %d ms, %d ms of them CPU%n", what, (System.nanoTime() - start) / 1_000_000, used / 1_000_000);
    }

    private interface Work {
        void run() throws IOException;
    }
}
