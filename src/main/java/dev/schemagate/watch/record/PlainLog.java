package dev.schemagate.watch.record;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.schemagate.watch.record.Session.Field;

/**
 * What a verdict needs of the plain log, whose lines tell only what {@code log_line_prefix} says.
 *
 * @param verbose whether {@code log_error_verbosity} puts the SQLSTATE into every message
 * @param needed what a line must tell of a session
 * @param self this pod's session, whose names a line must tell apart
 */
public record PlainLog(boolean verbose, Set<Field> needed, Session self) {

    /** Fixed shapes first, and names under the keys that log analysers know. */
    private static final String STANDARD = "%m [%p] %q%e user=%u,db=%d,app=%a,client=%h ";

    private static final Map<Field, String> KEYS = Map.of(
            Field.USER, "user=%u",
            Field.DATABASE, "db=%d",
            Field.APPLICATION_NAME, "app=%a",
            Field.ADDRESS, "client=%h");

    private static final String STATE = "42703";
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

    /** What the server puts for a session with a socket, an IPv4 and an IPv6 address. */
    private static final List<String> ADDRESSES = List.of("10.0.0.7", "2001:db8::7", "[local]");

    /** Why lines with that prefix prove nothing, and what to do; empty where they tell all that is needed. */
    public Optional<String> obstacle(LinePrefix prefix) {
        return trouble(prefix)
                .map(why -> "log_line_prefix = '" + prefix.text() + "' " + why + "; run: ALTER SYSTEM SET"
                        + " log_line_prefix = '" + better(prefix).replace("'", "''")
                        + "'; SELECT pg_reload_conf(); or add jsonlog to"
                        + " log_destination (PostgreSQL 14: csvlog)"
                        + (lacks(prefix, Escape.STATE)
                                ? ", or for want of %e alone set log_error_verbosity = verbose"
                                : ""));
    }

    private Optional<String> trouble(LinePrefix prefix) {
        Map<String, String> missing = missing(prefix);
        if (!missing.isEmpty()) {
            return Optional.of("does not tell "
                    + missing.entrySet().stream()
                            .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                            .collect(Collectors.joining(", ")));
        }
        return Stream.concat(Stream.ofNullable(self.get(Field.ADDRESS)), ADDRESSES.stream())
                .filter(Predicate.not(String::isEmpty))
                .flatMap(address -> unclear(prefix, address).stream())
                .findFirst();
    }

    private boolean lacks(LinePrefix prefix, Escape state) {
        return !verbose && !prefix.has(state);
    }

    /** What a line should tell and does not, with its escape. */
    private Map<String, String> missing(LinePrefix prefix) {
        Map<String, String> missing = new LinkedHashMap<>();
        if (!prefix.hasTime()) {
            missing.put("the time", "%m");
        }
        if (lacks(prefix, Escape.STATE)) {
            missing.put("the SQLSTATE", "%e");
        }
        for (Field field : Field.values()) {
            if (needed.contains(field) && !prefix.tells(field)) {
                missing.put("the " + field.text(), field.escape());
            }
        }
        return missing;
    }

    /** What of a report that is written with the prefix is not read again as it was; empty where all is. */
    private Optional<String> unclear(LinePrefix prefix, String address) {
        Map<Escape, String> values = values(address);
        String error = "ERROR:  " + (verbose ? STATE + ": " : "") + "column \"x\" does not exist\n";
        byte[] report = (prefix.write(values, error) + prefix.write(values, "STATEMENT:  SELECT x\n"))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        List<DatabaseError> errors = new ArrayList<>();
        new StderrLog(new States(Set.of(STATE)), new LogTime(ZoneOffset.UTC), prefix, Clock.systemUTC(), this)
                .read(report, 0, report.length, true, found -> {
                    if (found instanceof LogRecord.Failed failed) {
                        errors.add(failed.error());
                    }
                });
        if (errors.size() != 1 || !"SELECT x".equals(errors.get(0).statement())) {
            return Optional.of("cannot be told from the rest of a line");
        }
        DatabaseError read = errors.get(0);
        List<String> unclear = new ArrayList<>();
        if (read.time().getEpochSecond() != TIME.getEpochSecond()) {
            unclear.add("the time");
        }
        for (Field field : Field.values()) {
            Escape escape = Escape.of(field.escape().charAt(1)).orElseThrow();
            if (needed.contains(field)
                    && !escape.meaning(values.getOrDefault(escape, ""))
                            .equals(read.session().get(field))) {
                unclear.add("the " + field.text());
            }
        }
        return unclear.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "can be read in several ways, so that a line does not tell " + String.join(", ", unclear));
    }

    private Map<Escape, String> values(String address) {
        Map<Escape, String> values = new EnumMap<>(Escape.class);
        values.put(Escape.APPLICATION, named(Field.APPLICATION_NAME));
        values.put(Escape.USER, named(Field.USER));
        values.put(Escape.DATABASE, named(Field.DATABASE));
        values.put(Escape.HOST, address);
        values.put(Escape.HOST_AND_PORT, address.startsWith("[") ? address : address + "(41758)");
        // In hexadecimal it begins as it ends in decimal.
        values.put(Escape.PID, "4241");
        values.put(Escape.STATE, STATE);
        values.put(Escape.MILLIS, "2026-01-02 03:04:05.678 UTC");
        values.put(Escape.SECONDS, "2026-01-02 03:04:05 UTC");
        values.put(Escape.EPOCH, "1767323045.678");
        values.put(Escape.SESSION_START, "2026-01-02 03:00:01 UTC");
        values.put(Escape.SESSION_ID, "69573511.1091");
        values.put(Escape.LINE, "17");
        values.put(Escape.TAG, "SELECT");
        values.put(Escape.BACKEND, "client backend");
        values.put(Escape.VIRTUAL_TRANSACTION, "13/142");
        values.put(Escape.TRANSACTION, "7421");
        values.put(Escape.QUERY, "-4242424242");
        values.put(
                Escape.LOCAL_ADDRESS,
                address.startsWith("[") ? address : address.contains(":") ? "2001:db8::1" : "10.0.0.1");
        return values;
    }

    private String named(Field field) {
        return self.shown(field).isEmpty() ? "[unknown]" : self.shown(field);
    }

    /** The same prefix with what it lacks, where that suffices. */
    private String better(LinePrefix prefix) {
        StringBuilder more = new StringBuilder(prefix.text());
        if (!prefix.text().endsWith(" ")) {
            more.append(' ');
        }
        if (!prefix.hasTime()) {
            more.insert(0, "%m ");
        }
        if (lacks(prefix, Escape.STATE)) {
            more.append("%e ");
        }
        List<String> keys = Stream.of(Field.values())
                .filter(field -> needed.contains(field) && !prefix.tells(field))
                .map(KEYS::get)
                .toList();
        if (!keys.isEmpty()) {
            more.append(prefix.text().contains("%q") ? "" : "%q")
                    .append(String.join(" ", keys))
                    .append(' ');
        }
        return trouble(new LinePrefix(more.toString())).isEmpty() ? more.toString() : STANDARD;
    }
}
