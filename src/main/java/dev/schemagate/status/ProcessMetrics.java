package dev.schemagate.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The process by the names that every Prometheus client library uses. Read from {@code /proc}, since a native executable has no
 * management beans worth their size; where there is none (macOS) the value is not a number.
 */
final class ProcessMetrics {

    /** Held here, as the next one: the registry refers to them weakly. */
    private static final Path STATUS = Path.of("/proc/self/status");

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private ProcessMetrics() {}

    static void register(MeterRegistry registry) {
        FunctionCounter.builder("process_cpu_seconds_total", STATUS, any -> cpuSeconds())
                .description("Total user and system CPU time spent in seconds")
                .register(registry);
        Gauge.builder("process_start_time_seconds", ProcessMetrics::startSeconds)
                .description("Start time of the process since unix epoch in seconds")
                .register(registry);
        Gauge.builder("process_resident_memory_bytes", STATUS, ProcessMetrics::residentBytes)
                .description("Resident memory size in bytes")
                .register(registry);
        Gauge.builder("process_open_fds", OPEN_FILES, ProcessMetrics::entries)
                .description("Number of open file descriptors")
                .register(registry);
    }

    private static double cpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .orElse(0L)
                / 1000.0;
    }

    private static double startSeconds() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> start.toEpochMilli() / 1000.0)
                .orElse(Double.NaN);
    }

    private static double residentBytes(Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double entries(Path folder) {
        try (Stream<Path> open = Files.list(folder)) {
            return open.count();
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
