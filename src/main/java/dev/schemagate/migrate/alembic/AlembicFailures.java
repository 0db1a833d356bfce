package dev.schemagate.migrate.alembic;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.migrate.MigrationException;
import dev.schemagate.migrate.alembic.child.ChildEnvironment;

/** Alembic's exit codes and words as ours: the revision file, the line and the reason, in one sentence. */
final class AlembicFailures {

    private static final Pattern EXCEPTION = Pattern.compile("(?:\\w++\\.)*+[A-Z]\\w*[a-z]\\w*(?::.*|)");
    private static final Pattern REFUSED = Pattern.compile("FAILED: .*");
    private static final Pattern FRAME = Pattern.compile("\\s*File \"([^\"]+)\", line (\\d+), in upgrade\\w*");
    private static final Pattern RUNNING = Pattern.compile(".*Running upgrade .*-> ([^\\s,]+).*");

    private static final Pattern CONFLICT = Pattern.compile(
            "LockNotAvailable|DeadlockDetected|SerializationFailure|canceling statement due to lock timeout");
    private static final Pattern FULL = Pattern.compile("sorry, too many clients already"
            + "|remaining connection slots are reserved|too many connections for |TooManyConnections");
    private static final Pattern NO_SERVER = Pattern.compile(
            "OperationalError|ConnectionRefusedError|InvalidPasswordError|InvalidCatalogNameError|KeyError: '\\w*URL\\w*'"
                    + "|invalid connection option|Can't load plugin: sqlalchemy.dialects|Could not parse .*URL");

    private final AlembicCalls.Ended ended;
    private final List<PendingRevision> pending;
    private final String command;

    AlembicFailures(AlembicCalls.Ended ended, List<PendingRevision> pending, AlembicCommand command) {
        this.ended = ended;
        this.pending = pending;
        this.command = "gate.alembic.command (" + command + ")";
    }

    /** Whether somebody else was in the way, and may be gone at the next try. */
    boolean isConflict() {
        return !ended.late() && heard(CONFLICT);
    }

    /** What the server said where no connection was free, before anything was done; empty where one was. */
    Optional<String> full() {
        return lines().filter(line -> FULL.matcher(line).find())
                .reduce((a, b) -> b)
                .map(String::strip);
    }

    /** The revision that was running, as a place; the command where that is not known. */
    String place() {
        String known = lines().map(FRAME::matcher)
                .filter(Matcher::matches)
                .filter(frame -> revision(frame.group(1)) != null)
                .reduce((a, b) -> b)
                .map(frame -> revision(frame.group(1)) + ":" + frame.group(2))
                .orElse("");
        return known.isEmpty() ? running() : known;
    }

    /** By Alembic's log, whose last line about a revision is of the one that was begun last. */
    private String running() {
        String id = lines().map(RUNNING::matcher)
                .filter(Matcher::matches)
                .reduce((a, b) -> b)
                .map(running -> running.group(1))
                .orElse("");
        return pending.stream()
                .filter(script -> script.revision().id().equals(id))
                .map(PendingRevision::path)
                .findFirst()
                .orElse(command);
    }

    private @Nullable String revision(String file) {
        Path name = Path.of(file).getFileName();
        return pending.stream()
                .map(PendingRevision::path)
                .filter(path -> Path.of(path).endsWith(name))
                .findFirst()
                .orElse(null);
    }

    /** The failure, where it is none of time. */
    MigrationException failure() {
        String place = place();
        String reason = reason(ended.said().lines());
        if (heard("Can't locate revision") || heard("overlaps with other requested revisions")) {
            return failed(ErrorCode.MG032, command + ": " + reason);
        }
        if (heard("Multiple head revisions")) {
            return failed(ErrorCode.MG034, command + ": " + reason + "; write heads in the place of head");
        }
        if (heard("expected to match one row when updating")) {
            return new MigrationException(
                    ErrorCode.DB010,
                    Retry.TRANSIENT,
                    "somebody else ran Alembic at the same time, without the gate's lock: " + reason,
                    null,
                    null);
        }
        if (!place.equals(command)) {
            return failed(ErrorCode.MG004, place + ": " + reason);
        }
        return failed(ErrorCode.MG031, command + " ended with " + code() + ": " + reason + url(lines()));
    }

    /** Where it did not get as far as the database: how it does; else nothing. */
    static String url(Stream<String> lines) {
        return lines.anyMatch(line -> NO_SERVER.matcher(line).find())
                ? "; let env.py take its URL from " + ChildEnvironment.URL + ", in which the gate hands over its own"
                : "";
    }

    private String code() {
        int signal = ended.exitCode() - 128;
        return signal > 0 && signal < 32 ? "signal " + signal : "code " + ended.exitCode();
    }

    private static MigrationException failed(ErrorCode code, String message) {
        return MigrationException.permanent(code, message);
    }

    /** The last exception of a traceback, or Alembic's own refusal, or the last words. */
    static String reason(List<String> lines) {
        return Stream.of(last(lines, REFUSED), last(lines, EXCEPTION), last(lines, Pattern.compile(".*\\S.*")))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("without a word");
    }

    private static String last(List<String> lines, Pattern form) {
        return lines.stream()
                .filter(line -> form.matcher(line).matches())
                .reduce((a, b) -> b)
                .orElse("")
                .strip();
    }

    private Stream<String> lines() {
        return ended.said().lines().stream();
    }

    private boolean heard(String words) {
        return lines().anyMatch(line -> line.contains(words));
    }

    private boolean heard(Pattern words) {
        return lines().anyMatch(line -> words.matcher(line).find());
    }
}
