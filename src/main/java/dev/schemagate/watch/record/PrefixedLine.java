package dev.schemagate.watch.record;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A line of the plain log in the light of the prefix.
 *
 * @param readings the ways in which it can be read; none where it does not have this prefix
 * @param all whether that is every way; else nothing of the line's session is known
 */
record PrefixedLine(List<Reading> readings, boolean all) {

    private static final Pattern VERBOSE = Pattern.compile("^([0-9A-Z]{5}): ");

    /**
     * One way.
     *
     * @param label the severity, or what the line adds to the one before
     */
    record Reading(Map<Escape, String> values, String label, String text) {

        /** Whether the server would have put these values together. */
        boolean isPossible() {
            return hasAllOrNothing() && hasOneAddress() && hasOneProcess();
        }

        /** The server puts something for each field of a session, and nothing for any where there is none. */
        private boolean hasAllOrNothing() {
            return values.entrySet().stream()
                            .filter(entry -> entry.getKey().field != null && entry.getKey() != Escape.PID)
                            .map(entry -> entry.getValue().isEmpty())
                            .distinct()
                            .count()
                    < 2;
        }

        private boolean hasOneAddress() {
            String host = values.get(Escape.HOST);
            String withPort = values.get(Escape.HOST_AND_PORT);
            return host == null || withPort == null || host.equals(Escape.HOST_AND_PORT.meaning(withPort));
        }

        /** A session's id ends with its process id, in hexadecimal. */
        private boolean hasOneProcess() {
            String pid = values.get(Escape.PID);
            String session = values.get(Escape.SESSION_ID);
            return pid == null || session == null || session.endsWith("." + Long.toHexString(Long.parseLong(pid)));
        }

        /** The SQLSTATE, which a verbose log puts before the message; empty where the line tells none. */
        private String state() {
            Matcher verbose = VERBOSE.matcher(text);
            String state = values.getOrDefault(Escape.STATE, "");
            return state.isEmpty() && verbose.find() ? verbose.group(1) : state;
        }

        private String message() {
            Matcher verbose = VERBOSE.matcher(text);
            return verbose.find() && verbose.group(1).equals(state()) ? text.substring(verbose.end()) : text;
        }
    }

    PrefixedLine {
        readings = List.copyOf(readings);
    }

    /** The same, where it may have one of those labels as one that does. */
    PrefixedLine labelled(Set<String> labels) {
        List<Reading> such = readings.stream()
                .filter(reading -> labels.contains(reading.label()))
                .toList();
        return such.isEmpty() ? this : new PrefixedLine(such, all);
    }

    boolean isReadable() {
        return !readings.isEmpty();
    }

    /** Severity or addition, as it is most likely. */
    String label() {
        return readings.get(0).label();
    }

    /** What follows the label, without the SQLSTATE of a verbose log. */
    String text() {
        return readings.get(0).message();
    }

    /** The SQLSTATEs that it may have. */
    Set<String> states() {
        return readings.stream().map(Reading::state).collect(Collectors.toSet());
    }

    /** The severity, the worst of those it may have. */
    String severity() {
        return readings.stream()
                .map(Reading::label)
                .filter(label -> !Report.isHarmless(label))
                .findFirst()
                .orElse(label());
    }

    /** The value that all readings agree on; null where they do not, or have none. */
    @Nullable
    String told(Escape escape) {
        String value = readings.isEmpty() ? null : readings.get(0).values().get(escape);
        return all
                        && readings.stream()
                                .allMatch(r -> java.util.Objects.equals(
                                        value, r.values().get(escape)))
                ? value
                : null;
    }

    Session session() {
        Map<Session.Field, String> fields = new EnumMap<>(Session.Field.class);
        for (Escape escape : Escape.values()) {
            String value = told(escape);
            if (escape.field != null && value != null) {
                fields.putIfAbsent(escape.field, escape.meaning(value));
            }
        }
        return new Session(fields);
    }

    Optional<Instant> time(LogTime times) {
        String epoch = told(Escape.EPOCH);
        if (epoch != null) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(epoch.replace(".", ""))));
        }
        String millis = told(Escape.MILLIS);
        String time = millis == null ? told(Escape.SECONDS) : millis;
        return time == null ? Optional.empty() : times.parse(time);
    }
}
