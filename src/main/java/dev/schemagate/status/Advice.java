package dev.schemagate.status;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.hotfix.FileStatus;
import dev.schemagate.sequence.StepResult;
import dev.schemagate.watch.WatchStatus;

/**
 * What somebody should do now.
 *
 * @param todo one or two sentences; empty where nothing is to be done
 * @param sql to copy: the hotfix to write, or what an administrator runs; null where none is known
 * @param then the command that brings the hotfix into the cluster; null where there is none to bring
 */
record Advice(String todo, @Nullable String sql, @Nullable String then) {

    private static final String MOUNT =
            "kubectl create configmap hotfixes --from-file=hotfixes/ --dry-run=client -o yaml | kubectl apply -f -";

    /** What messages advise to run. */
    private static final Pattern STATEMENT = Pattern.compile(
            "\\b(GRANT|ALTER (SCHEMA|TABLE|ROUTINE|ROLE|DATABASE|SYSTEM)|REINDEX INDEX|CREATE (EXTENSION|SERVER|ROLE)) [^;\\n]+;"
                    + "|SELECT pg_reload_conf\\(\\);");

    /** What the source does by itself, which is said below. */
    private static final Pattern PAUSE = Pattern.compile("^trying again every \\d{1,9} s: ");

    private static final Pattern BLOCKER = Pattern.compile("(?:waits for|in the way:|blocked by) pid (\\d{1,9}) \\(");

    private static final Pattern NUMBERED = Pattern.compile("^(\\d{1,9})");

    private static final Pattern CODE = Pattern.compile("^\\[(\\w+)] ");

    private static final Advice NOTHING = new Advice("", null, null);

    static Advice of(Status status) {
        if (status.state().equals("waiting")) {
            return NOTHING;
        }
        Optional<Status.StepStatus> failed = failedLater(status);
        if (failed.isPresent()) {
            return failed(failed.get());
        }
        if (status.verified()) {
            return NOTHING;
        }
        return missing(status).map(error -> write(error, status)).orElseGet(() -> todo(status));
    }

    /** The step that failed last, after the gate had opened once: no state tells of it, and what came new is not applied. */
    static Optional<Status.StepStatus> failedLater(Status status) {
        return Stream.of("probation", "verified", "revoked").noneMatch(status.state()::equals)
                ? Optional.empty()
                : status.steps().stream()
                        .filter(step -> step.result().equals(StepResult.Outcome.FAILED.label()))
                        .max(Comparator.comparing(Status.StepStatus::began));
    }

    private static Advice failed(Status.StepStatus step) {
        Matcher coded = CODE.matcher(step.detail());
        String said = "Step " + step.step() + " failed: " + step.detail() + ".";
        return Optional.of(coded)
                .filter(Matcher::find)
                .flatMap(code -> known(code.group(1), step.detail()))
                .map(advice -> new Advice(said + " " + advice.todo(), advice.sql(), null))
                .orElse(new Advice(said, null, null));
    }

    private static Advice write(WatchStatus.ErrorStatus error, Status status) {
        String file = "hotfixes/" + next(status.hotfixes().files());
        String check = error.note().isEmpty() ? "" : " Check first: " + error.note() + ".";
        return new Advice(
                "Write this hotfix as " + file + "; it is applied as soon as the pod sees it." + check,
                error.suggestion(),
                MOUNT);
    }

    private static String next(List<FileStatus> files) {
        int last = files.stream()
                .map(file -> NUMBERED.matcher(file.file()))
                .filter(Matcher::find)
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
        return "%04d_suggested.sql".formatted(last + 1);
    }

    private static Advice todo(Status status) {
        return known(status.code(), status.reason()).orElseGet(() -> source(status));
    }

    /** What the message of an error, or its code, asks for. */
    private static Optional<Advice> known(String code, String message) {
        Matcher blocker = BLOCKER.matcher(message);
        if (blocker.find()) {
            return Optional.of(new Advice(
                    "Find out whose session " + blocker.group(1) + " is, and commit or end it. This ends it:",
                    "SELECT pg_terminate_backend(" + blocker.group(1) + ");",
                    null));
        }
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .map(known -> new Advice(sentence(known.remedy()), statements(message), null));
    }

    private static Advice source(Status status) {
        return status.watch().sources().stream()
                .filter(source -> !source.readable())
                .map(source -> new Advice(
                        "Let the gate read the log, source " + source.source() + ": "
                                + PAUSE.matcher(source.reason()).replaceFirst("") + ".",
                        statements(source.reason()),
                        null))
                .findFirst()
                .orElse(NOTHING);
    }

    /** The statements in a message, one a line; null where there are none. */
    private static @Nullable String statements(String message) {
        String all =
                STATEMENT.matcher(message).results().map(found -> found.group()).collect(Collectors.joining("\n"));
        return all.isEmpty() ? null : all;
    }

    /** The last counted error that tells what is missing, while the gate is closed or would be. */
    private static Optional<WatchStatus.ErrorStatus> missing(Status status) {
        return status.watch().errors().stream()
                .filter(error -> error.counted() && error.suggestion() != null)
                .reduce((first, second) -> second.last().isAfter(first.last()) ? second : first);
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }
}
