package dev.schemagate.status;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.ChangedSettings;
import dev.schemagate.config.ChangedSettings.Setting;
import dev.schemagate.hotfix.FileStatus;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.pod.Sessions;
import dev.schemagate.readiness.Transition;
import dev.schemagate.sequence.Progress;
import dev.schemagate.watch.WatchStatus;
import dev.schemagate.watch.verdict.Countdown;

/** Statuses of gates in states that are hard to come by. */
final class Statuses {

    static final String HOTFIX =
            "ALTER TABLE public.\"LiteLLM_SpendLogs\" ADD COLUMN IF NOT EXISTS \"session_id\" <type?>;";

    static final Instant TIME = Instant.parse("2026-11-26T03:07:12Z");

    /** Four minutes later. */
    static final Clock CLOCK = Clock.fixed(TIME.plusSeconds(247), ZoneOffset.UTC);

    private Statuses() {}

    static Status of(String state, String code, String reason, boolean reachable, WatchStatus watch) {
        return of(
                state, code, reason, reachable, watch, new Status.StepStatus("hotfix", "done", 12, "1 applied", TIME));
    }

    static Status of(
            String state, String code, String reason, boolean reachable, WatchStatus watch, Status.StepStatus hotfix) {
        boolean ready = state.equals("verified") || state.equals("probation");
        return new Status(
                state,
                ready,
                state.equals("verified"),
                code,
                reason,
                TIME,
                new PodIdentity("shop", "shop-7f-a", "7f"),
                "db:5432/shop",
                new Sessions.Connectivity(reachable, TIME, ""),
                new Sessions.Share(false, 7.2),
                List.of(new Status.StepStatus("migrate", "nothing to do", 3, "at head 42", TIME), hotfix),
                new Progress("0001.sql:1", "i", "building index: scanning table", 34, TIME),
                new Status.HotfixStatus(1, 0, List.of(new Status.Found("missing", 2)), files()),
                List.of("index i is INVALID"),
                List.of("view nemo.v reads public.t"),
                "the guard is not installed",
                List.of(new Heartbeat.Peer("shop-7e-b", "7e", "verified", true, TIME.plusSeconds(244), null)),
                true,
                watch,
                List.of(
                        new Transition(TIME, state, ready, code, reason),
                        new Transition(
                                TIME.minusSeconds(95),
                                "probation",
                                true,
                                "watching",
                                "the log has been clean for 3 s of 60 s"),
                        new Transition(TIME.minusSeconds(97), "waiting", false, "waiting", "the process began")),
                List.of(
                        new Setting("gate.app", "shop"),
                        new Setting("gate.database.url", ChangedSettings.SET),
                        new Setting("gate.watch.last-replica", "keep")));
    }

    private static List<FileStatus> files() {
        return List.of(
                new FileStatus("0001_agent.sql", 3, 3, List.of()),
                new FileStatus(
                        "0002_tax.sql",
                        2,
                        0,
                        List.of(
                                new FileStatus.Open(
                                        3,
                                        "missing",
                                        "column rate of public.\"Tax\" is missing",
                                        "ACCESS EXCLUSIVE on Tax"),
                                new FileStatus.Open(7, "missing", "index tax_rate is missing", ""))));
    }

    static WatchStatus watch(boolean readable, String message, @Nullable String suggestion) {
        return new WatchStatus(
                "",
                List.of(new WatchStatus.SourceStatus(
                        "server-log",
                        readable,
                        readable ? "reading log/postgresql.json" : "permission denied",
                        "log/postgresql.json",
                        4_096,
                        TIME.plusSeconds(243),
                        true)),
                TIME.plusSeconds(243),
                0.4,
                "application_name shop-7f-a",
                1,
                "",
                new Countdown(true, 37, 240),
                List.of(new WatchStatus.ErrorStatus(
                        "42703",
                        message,
                        null,
                        "shop-7f-a",
                        "",
                        "pod",
                        true,
                        3,
                        TIME,
                        TIME,
                        suggestion,
                        "its type is not known")));
    }

    /** Ten thousand of everything, with names of 4,000 characters that try to be something else. */
    static Status much() {
        String name = ("\u05E9\u202E\u200Fa\u0000\u001B[2J\nREADY, verified\r<script>x</script>&\"'\uD83D\uDE00"
                        + "\"".repeat(40))
                .repeat(60)
                .substring(0, 4_000);
        List<String> many = IntStream.range(0, 10_000).mapToObj(n -> n + name).toList();
        WatchStatus.ErrorStatus error = watch(true, name, name).errors().get(0);
        Status some = of("revoked", "db-errors", name, true, watch(true, name, name));
        return new Status(
                "revoked",
                false,
                false,
                name,
                name,
                TIME,
                new PodIdentity(name, name, "1"),
                name,
                some.connectivity(),
                some.session(),
                List.of(new Status.StepStatus("hotfix", "failed", 12_345, name, TIME)),
                new Progress(name, name, "building index", 34, TIME),
                new Status.HotfixStatus(
                        1,
                        0,
                        List.of(),
                        many.stream()
                                .map(file -> new FileStatus(
                                        file,
                                        9,
                                        0,
                                        Collections.nCopies(9, new FileStatus.Open(1, "missing", name, name))))
                                .toList()),
                many,
                many,
                name,
                IntStream.range(1, 10_000)
                        .mapToObj(n -> new Heartbeat.Peer(n + name, "1", name, n % 3 == 0, TIME, TIME))
                        .toList(),
                true,
                new WatchStatus(
                        "",
                        List.of(new WatchStatus.SourceStatus("server-log", false, name, name, 1, TIME, true)),
                        TIME,
                        1,
                        name,
                        1,
                        name,
                        null,
                        Collections.nCopies(10_000, error)),
                Collections.nCopies(20, new Transition(TIME, "revoked", false, "db-errors", name)),
                Collections.nCopies(75, new Setting("gate.watch.ignore", name)));
    }
}
