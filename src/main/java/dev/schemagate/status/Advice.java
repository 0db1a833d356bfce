package dev.schemagate.status;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.watch.WatchStatus;

/**
 * What somebody should do now, and what happens without them.
 *
 * @param todo one sentence; empty where nothing is to be done
 * @param sql the hotfix to write; null where none is known
 * @param next what the gate does by itself
 */
record Advice(String todo, @Nullable String sql, String next) {

    static Advice of(Status status, GateConfig config) {
        String next = next(status, config);
        return missing(status)
                .map(error -> new Advice(write(error), error.suggestion(), next))
                .orElseGet(() -> new Advice(todo(status), null, next));
    }

    private static String write(WatchStatus.ErrorStatus error) {
        return "Add this to the hotfix folder as a file with the next number"
                + (error.note().isEmpty()
                        ? "; it is applied as soon as it appears."
                        : ". Check first: " + error.note() + ".");
    }

    private static String todo(Status status) {
        Optional<ErrorCode> code = Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(status.code()))
                .findFirst();
        return switch (status.state()) {
            case "verified", "waiting", "applying" -> "";
            default ->
                code.map(known -> sentence(known.remedy()))
                        .orElseGet(() -> blind(status.watch().sources()));
        };
    }

    private static String blind(List<WatchStatus.SourceStatus> sources) {
        return sources.stream()
                .filter(source -> !source.readable())
                .map(source -> "Let the gate read the log, source " + source.source() + ": " + source.reason() + ".")
                .findFirst()
                .orElse("");
    }

    /** The last counted error that tells what is missing, while the gate is closed or would be. */
    private static Optional<WatchStatus.ErrorStatus> missing(Status status) {
        return status.watch().errors().stream()
                .filter(error -> error.counted() && error.suggestion() != null)
                .filter(error -> !status.verified())
                .reduce((first, second) -> second.last().isAfter(first.last()) ? second : first);
    }

    private static String next(Status status, GateConfig config) {
        return switch (status.state()) {
            case "waiting", "applying" ->
                "The pod becomes ready when the last step is done; where that takes more than "
                        + config.sequence().deadline().toSeconds() + " s from the start, the process exits.";
            case "backoff" ->
                "The gate tries again by itself, with growing pauses; "
                        + config.sequence().deadline().toSeconds() + " s after the start the process exits.";
            case "failed" ->
                "The gate tries again when a file changes, and every "
                        + config.sequence().retry().toSeconds() + " s.";
            case "revoked" ->
                "New files in the hotfix folder are applied at once. The first line says when the gate opens again.";
            case "probation" ->
                "The pod is verified once its log has been clean for "
                        + config.watch().window().toSeconds() + " s.";
            default -> "The next missing column, table or schema that this pod runs into closes the gate.";
        };
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }
}
