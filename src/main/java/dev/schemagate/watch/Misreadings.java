package dev.schemagate.watch;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.Session.Field;

/**
 * Which fields of a source are not what they should be. A canary says in its message what its line must say of the session; where the
 * line says something else, whose errors are whose cannot be told by that source, whatever its format.
 */
final class Misreadings {

    /** The log is read, but not right. */
    static final String CODE = "misread";

    private static final Logger LOG = Logger.getLogger(Misreadings.class);

    private record Misreading(Set<Field> fields, String reason) {}

    private final Set<Field> needed;
    private final Map<String, Misreading> bySource = new HashMap<>();

    /** @param needed what a log must tell */
    Misreadings(Set<Field> needed) {
        this.needed = Set.copyOf(needed);
    }

    /** Whether {@code source} read the canary right; it is believed again from then on. */
    boolean check(String source, LogRecord.Canary canary) {
        Set<Field> wrong = EnumSet.noneOf(Field.class);
        wrong.addAll(canary.read().contradicting(canary.written()));
        needed.stream().filter(field -> canary.read().get(field) == null).forEach(wrong::add);
        if (wrong.isEmpty()) {
            bySource.remove(source);
            return true;
        }
        String reason = "source " + source + " misreads the log: "
                + wrong.stream().map(field -> difference(field, canary)).collect(Collectors.joining("; "))
                + "; " + advice(source);
        if (bySource.put(source, new Misreading(wrong, reason)) == null) {
            LOG.warnf("cannot tell whose errors are in the log code=%s reason=\"%s\"", CODE, reason);
        }
        return false;
    }

    /** A file comes by way of somebody who may have changed it. */
    private static String advice(String source) {
        return source.equals("file")
                ? "whatever ships the file of gate.watch.file must pass that on as the server writes it"
                : "add jsonlog to log_destination (PostgreSQL 14: csvlog), or choose another log_line_prefix";
    }

    private static String difference(Field field, LogRecord.Canary canary) {
        Session read = canary.read();
        return read.get(field) == null
                ? "the " + field.text() + " is missing"
                : "the " + field.text() + " of the gate's own line is "
                        + canary.written().shown(field) + " and was read as " + read.shown(field);
    }

    /** The fields of {@code source} that are not to be believed. */
    Set<Field> of(String source) {
        Misreading misreading = bySource.get(source);
        return misreading == null ? Set.of() : misreading.fields();
    }

    Optional<String> reason() {
        return bySource.values().stream().map(Misreading::reason).findFirst();
    }
}
