package dev.schemagate.migrate.flyway;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a file is to Flyway, told from its name alone.
 *
 * @param key two files of one kind and key cannot be told apart: the version, the description or the callback's whole name
 * @param problem why the name is not understood, and what to call the file; empty for every other kind
 */
public record MigrationName(Kind kind, String key, @Nullable MigrationVersion version, String problem) {

    /** What Flyway does with a file. */
    public enum Kind {
        VERSIONED,
        BASELINE,
        REPEATABLE,
        CALLBACK,
        /** Undoes a migration: Flyway's paid editions do, on request. */
        UNDO,
        /** A program of its own, which Flyway would start. */
        PROGRAM,
        /** SQL whose name says nothing to Flyway. */
        MISNAMED,
        /** None of Flyway's business. */
        OTHER;

        /** Whether it holds SQL that Flyway may execute. */
        public boolean runs() {
            return this == VERSIONED || this == BASELINE || this == REPEATABLE || this == CALLBACK;
        }
    }

    /** Equal for two files that Flyway cannot tell apart: 4.0 is version 4. */
    static final Comparator<MigrationName> SAME = Comparator.comparing(MigrationName::kind)
            .thenComparing((a, b) ->
                    a.version == null || b.version == null ? a.key.compareTo(b.key) : a.version.compareTo(b.version));

    private static final String SUFFIX = ".sql";
    private static final String SEPARATOR = "__";
    private static final Set<String> PROGRAMS = Set.of("", ".cmd", ".bat", ".ps1", ".py", ".sh", ".bash");

    /** Longest first: {@code afterMigrateApplied} begins with {@code afterMigrate}. */
    private static final List<String> EVENTS = Arrays.stream(Event.values())
            .map(Event::getId)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();

    private static final Pattern ALMOST_VERSIONED =
            Pattern.compile("(?i)([VBU])[_ -]?(\\d[\\d._]*?)[._ -]+([^\\d._ -].*)");

    /** Of a file's name without its folders. */
    public static MigrationName of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String stem = dot < 0 ? fileName : fileName.substring(0, dot);
        String suffix = dot < 0 ? "" : fileName.substring(dot).toLowerCase(Locale.ROOT);
        if (suffix.equals(SUFFIX)) {
            return sql(stem, fileName);
        }
        boolean program = PROGRAMS.contains(suffix) && sql(stem, fileName).kind != Kind.MISNAMED;
        return new MigrationName(program ? Kind.PROGRAM : Kind.OTHER, fileName, null, "");
    }

    private static MigrationName sql(String stem, String fileName) {
        for (String event : EVENTS) {
            if (stem.startsWith(event)) {
                String rest = stem.substring(event.length());
                return rest.isEmpty() || rest.startsWith(SEPARATOR)
                        ? new MigrationName(Kind.CALLBACK, stem, null, "")
                        : misnamed(stem, fileName);
            }
        }
        int separator = stem.indexOf(SEPARATOR);
        String head = separator < 0 ? stem : stem.substring(0, separator);
        String description = separator < 0 ? "" : stem.substring(separator + SEPARATOR.length());
        if (head.equals("R")) {
            return new MigrationName(Kind.REPEATABLE, description.replace('_', ' '), null, "");
        }
        MigrationVersion version = head.isEmpty() ? null : version(head.substring(1));
        Kind kind = version == null ? Kind.MISNAMED : versioned(head.charAt(0));
        return kind == Kind.MISNAMED
                ? misnamed(stem, fileName)
                : new MigrationName(kind, version.getVersion(), version, "");
    }

    /** Whether its author thought of Flyway: a name that it understands, or almost does. */
    public boolean isMeantForFlyway() {
        return kind.runs() || kind == Kind.UNDO || kind == Kind.MISNAMED && !problem.contains("<");
    }

    /** By version; equal where one has none. */
    public int compareVersion(MigrationName other) {
        return version == null || other.version == null ? 0 : version.compareTo(other.version);
    }

    private static Kind versioned(char prefix) {
        return switch (prefix) {
            case 'V' -> Kind.VERSIONED;
            case 'B' -> Kind.BASELINE;
            case 'U' -> Kind.UNDO;
            default -> Kind.MISNAMED;
        };
    }

    /** Null where Flyway does not read it as a version. */
    public static @Nullable MigrationVersion version(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            return null;
        }
        try {
            return MigrationVersion.fromVersion(text);
        } catch (FlywayException e) {
            return null;
        }
    }

    private static MigrationName misnamed(String stem, String fileName) {
        return new MigrationName(Kind.MISNAMED, fileName, null, "rename it " + better(stem) + SUFFIX);
    }

    private static String better(String stem) {
        for (String event : EVENTS) {
            if (stem.equalsIgnoreCase(event)
                    || stem.toLowerCase(Locale.ROOT).startsWith(event.toLowerCase(Locale.ROOT) + SEPARATOR)) {
                return event + stem.substring(event.length());
            }
        }
        Matcher versioned = ALMOST_VERSIONED.matcher(stem);
        if (versioned.matches()) {
            return versioned.group(1).toUpperCase(Locale.ROOT) + versioned.group(2) + SEPARATOR + versioned.group(3);
        }
        return stem.matches("(?i)r\\d*_.+")
                ? "R" + SEPARATOR + stem.replaceFirst("(?i)^r\\d*_+", "")
                : "V<version>" + SEPARATOR + "<description>";
    }
}
