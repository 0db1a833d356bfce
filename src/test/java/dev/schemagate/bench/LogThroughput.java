package dev.schemagate.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;

import dev.schemagate.watch.record.LinePrefix;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Read;
import dev.schemagate.watch.record.States;
import dev.schemagate.watch.source.FileSource;
import dev.schemagate.watch.source.Reading;

/**
 * How fast a log is read, and with how much memory: {@code LogThroughput [json|csv|stderr] [GB] [errors per million lines]}. The log is
 * generated once into the temporary folder; one source follows it over as many rotations as it takes.
 */
final class LogThroughput {

    private static final int FILE = 512 << 20;
    private static final String PREFIX = "%m [%p] %q%u@%d app=%a host=%h st=%e ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");

    private LogThroughput() {}

    public static void main(String... args) throws IOException {
        String format = args.length > 0 ? args[0] : "json";
        double gigabytes = args.length > 1 ? Double.parseDouble(args[1]) : 2;
        int errors = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        Path folder = Files.createTempDirectory("log-throughput");
        Path log = folder.resolve("generated.log");
        long written = generate(log, format, errors);
        LogFormats formats = new LogFormats(
                new States(List.of("42703", "42P01", "3F000", "0A000")),
                ZoneOffset.UTC,
                new LinePrefix(PREFIX),
                Read.NEEDS,
                Clock.systemUTC());
        long found = 0;
        long bytes = 0;
        long peak = 0;
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long used = 0;
        // An empty file first: what is there at the start is not read.
        Path current = Files.createFile(folder.resolve("current.log"));
        try (FileSource source = new FileSource(current.toString(), () -> formats, List.of())) {
            source.poll(r -> {});
            for (int round = 0; bytes < gigabytes * 1e9; round++) {
                rotate(current, log, line(format, round, false));
                long[] count = new long[1];
                Reading reading;
                long began = thread.getCurrentThreadCpuTime();
                do {
                    reading = source.poll(r -> count[0] += r instanceof LogRecord.Failed ? 1 : 0);
                    bytes += reading.bytes();
                    Runtime runtime = Runtime.getRuntime();
                    peak = Math.max(peak, runtime.totalMemory() - runtime.freeMemory());
                } while (reading.bytes() > 0);
                used += thread.getCurrentThreadCpuTime() - began;
                found += count[0];
            }
        }
        double seconds = used / 1e9;
        System.out.printf(
                "%s: %.2f GB in %.2f s of CPU time = %.0f MB/s a core, %d errors, heap at most %d MiB, files of %d MB%n",
                format, bytes / 1e9, seconds, bytes / 1e6 / seconds, found, peak >> 20, written / 1_000_000);
        Files.delete(current);
        Files.delete(log);
        Files.delete(folder);
    }

    /** Puts a new file in the place of the one that is read: a first line of its own, then the generated ones. */
    private static void rotate(Path current, Path log, String first) throws IOException {
        Path next = current.resolveSibling("next.log");
        Files.writeString(next, first);
        try (FileChannel from = FileChannel.open(log);
                FileChannel to = FileChannel.open(next, StandardOpenOption.APPEND)) {
            for (long done = 0; done < from.size(); ) {
                done += from.transferTo(done, from.size() - done, to);
            }
        }
        Files.move(next, current, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long generate(Path path, String format, int errorsPerMillion) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        long size = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 20)) {
            for (long line = 0; size < FILE; line++) {
                boolean error = random.nextInt(1_000_000) < errorsPerMillion;
                byte[] bytes = line(format, line, error).getBytes(StandardCharsets.UTF_8);
                out.write(bytes);
                size += bytes.length;
            }
        }
        return size;
    }

    private static String line(String format, long number, boolean error) {
        String time = LocalDateTime.ofEpochSecond(
                                1_795_000_000L + number / 1000, (int) (number % 1000) * 1_000_000, ZoneOffset.UTC)
                        .format(TIME)
                + " UTC";
        String text = error
                ? "column o.missing_col does not exist"
                : "duration: 0." + number % 977 + " ms  execute S_3: SELECT id, name, '"
                        + (number % 100 == 0 ? "42703" : "other")
                        + "' FROM orders WHERE id = $1 AND tenant = 'state_code'";
        String severity = error ? "ERROR" : "LOG";
        String state = error ? "42703" : "00000";
        return switch (format) {
            case "csv" ->
                time + ",\"app\",\"appdb\"," + (number % 50 + 1000) + ",\"10.0.0.7:41758\",6b02f46a.6d5a," + number
                        + ",\"SELECT\"," + time + ",3/26,0," + severity + "," + state + ",\"" + text
                        + "\",,,,,,\"select \"\"x\"\" from t\",8,,\"web-1\",\"client backend\",,0\n";
            case "stderr" -> {
                String head = time + " [1234] app@appdb app=web-1 host=10.0.0.7 st=" + state + " ";
                yield head + severity + ":  " + text + "\n" + (error ? head + "STATEMENT:  select 1\n" : "");
            }
            default ->
                "{\"timestamp\":\"" + time + "\",\"user\":\"app\",\"dbname\":\"appdb\",\"pid\":" + (number % 50 + 1000)
                        + ",\"remote_host\":\"10.0.0.7\",\"remote_port\":41758,\"session_id\":\"6b02f46a.6d5a\",\"line_num\":"
                        + number
                        + ",\"ps\":\"SELECT\",\"session_start\":\"" + time
                        + "\",\"vxid\":\"3/26\",\"txid\":0,\"error_severity\":\"" + severity + "\","
                        + (error ? "\"state_code\":\"42703\"," : "") + "\"message\":\"" + text
                        + "\",\"application_name\":\"web-1\",\"backend_type\":\"client backend\",\"query_id\":0}\n";
        };
    }
}
