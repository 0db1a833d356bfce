package dev.schemagate.watch.source;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;

/** The formats of {@code log_destination}, the best first. */
public enum ServerFormat {
    JSONLOG,
    CSVLOG,
    STDERR;

    private static final Pattern RENAMED = Pattern.compile("(?<=[a-z])[.-]\\d[\\d._-]*$");
    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|bz2|xz|zst)$");

    /** The best of those the server writes; empty where it writes none to a file. */
    static Optional<ServerFormat> best(String logDestination) {
        List<String> written =
                Arrays.stream(logDestination.split(",")).map(String::strip).toList();
        return Arrays.stream(values())
                .filter(format -> written.contains(format.text()))
                .findFirst();
    }

    /** That of a file of that name. */
    static ServerFormat of(String file) {
        return JSONLOG.names(file) ? JSONLOG : CSVLOG.names(file) ? CSVLOG : STDERR;
    }

    /** The name that {@code pg_current_logfile} knows. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a file of that name is one of this format, also after it was renamed; one that was compressed is none. */
    boolean names(String file) {
        String name = RENAMED.matcher(file).replaceFirst("");
        return switch (this) {
            case JSONLOG -> name.endsWith(".json");
            case CSVLOG -> name.endsWith(".csv");
            case STDERR -> !name.endsWith(".json") && !name.endsWith(".csv") && !isCompressed(name);
        };
    }

    static boolean isCompressed(String file) {
        return COMPRESSED.matcher(file).find();
    }

    /** Whether the name looks like what logrotate makes of one: {@code postgresql.json.1}, {@code postgresql.log-20261122}. */
    static boolean isRenamed(String file) {
        return RENAMED.matcher(file).find();
    }

    LogFormat reader(LogFormats formats) {
        return switch (this) {
            case JSONLOG -> formats.json();
            case CSVLOG -> formats.csv();
            case STDERR -> formats.stderr();
        };
    }
}
