package dev.schemagate.status;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.readiness.Transition;
import dev.schemagate.watch.verdict.Countdown;

/** What happens by itself, with how long that takes, and what would make it longer. */
final class Outlook {

    /** Of a pod in probation that only time is missing to. */
    private static final Set<String> TIME_IS_MISSING = Set.of("watching", "reopened", "log-gap");

    private Outlook() {}

    static String of(Status status, GateConfig config, Instant now) {
        return again(status, config) + state(status, config, now);
    }

    private static String again(Status status, GateConfig config) {
        return Advice.failedLater(status).isEmpty()
                ? ""
                : "The sequence is tried again when a file changes, and every "
                        + Ages.span(config.sequence().retry()) + ". ";
    }

    private static String state(Status status, GateConfig config, Instant now) {
        Countdown countdown = status.watch().countdown();
        return switch (status.state()) {
            case "waiting", "applying" ->
                "The pod becomes ready when the last step is done; " + exit(status, config, now) + ".";
            case "backoff" -> "The gate tries again by itself, with growing pauses; " + exit(status, config, now) + ".";
            case "failed" ->
                "The gate tries again when a file changes, and every "
                        + Ages.span(config.sequence().retry()) + "; " + exit(status, config, now) + ".";
            case "revoked" ->
                "New files in the hotfix folder are applied at once. " + (countdown == null ? "" : opens(countdown));
            case "probation" ->
                countdown != null && TIME_IS_MISSING.contains(status.code())
                        ? "The pod is verified after " + countdown.seconds() + " s more of clean log. "
                                + closes(config, countdown)
                        : "The pod serves, and is not verified while that lasts.";
            default -> closes(config, countdown);
        };
    }

    private static String exit(Status status, GateConfig config, Instant now) {
        Duration left = status.events().stream()
                .filter(event -> event.state().equals("waiting"))
                .findFirst()
                .map(Transition::at)
                .map(began -> Duration.between(now, began.plus(config.sequence().deadline())))
                .orElse(config.sequence().deadline());
        return "if it is not ready in " + Ages.span(left)
                + " (gate.sequence.deadline), the process ends, for Kubernetes to start it again";
    }

    private static String opens(Countdown countdown) {
        return "The gate opens after " + countdown.seconds()
                + " s more of log without another error; each begins the wait anew. If it closes again soon after, it stays closed for "
                + Ages.span(Duration.ofSeconds(countdown.nextQuiet())) + ".";
    }

    private static String closes(GateConfig config, @Nullable Countdown countdown) {
        if (config.watch().onError() == GateConfig.OnError.REPORT) {
            return "Errors are only reported (gate.watch.on-error=report).";
        }
        Duration quiet = countdown == null ? config.watch().quiet() : Duration.ofSeconds(countdown.nextQuiet());
        return "A missing column, table or schema that this pod runs into closes the gate for " + Ages.span(quiet)
                + " at least.";
    }
}
