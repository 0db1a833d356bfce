package dev.schemagate.watch.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;

/** The formats of {@code log_destination}, the best first. */
public enum ServerFormat {
    JSONLOG,
    CSVLOG,
    STDERR;

    /** The best of those the server writes; empty where it writes none to a file. */
    static Optional<ServerFormat> best(String logDestination) {
        List<String> written =
                Arrays.stream(logDestination.split(",")).map(String::strip).toList();
        return Arrays.stream(values())
                .filter(format -> written.contains(format.text()))
                .findFirst();
    }

    /** The name that {@code pg_current_logfile} knows. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean names(String file) {
        return switch (this) {
            case JSONLOG -> file.endsWith(".json");
            case CSVLOG -> file.endsWith(".csv");
            case STDERR -> !file.endsWith(".json") && !file.endsWith(".csv");
        };
    }

    LogFormat reader(LogFormats formats) {
        return switch (this) {
            case JSONLOG -> formats.json();
            case CSVLOG -> formats.csv();
            case STDERR -> formats.stderr();
        };
    }
}
