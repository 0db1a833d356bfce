package dev.schemagate.status;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.pod.Sessions;
import dev.schemagate.readiness.Transition;
import dev.schemagate.sequence.Progress;
import dev.schemagate.watch.WatchStatus;

/** Statuses of gates in states that are hard to come by. */
final class Statuses {

    static final String HOTFIX =
            "ALTER TABLE public.\"LiteLLM_SpendLogs\" ADD COLUMN IF NOT EXISTS \"session_id\" <type?>;";

    private static final Instant TIME = Instant.parse("2026-11-26T03:07:12Z");

    private Statuses() {}

    static Status of(String state, String code, String reason, boolean reachable, WatchStatus watch) {
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
                List.of(
                        new Status.StepStatus("migrate", "nothing to do", 3, "at head 42", TIME),
                        new Status.StepStatus("hotfix", "done", 12, "1 applied", TIME)),
                new Progress("0001.sql:1", "i", "building index: scanning table", 34, TIME),
                new Status.HotfixStatus(1, 0, List.of(new Status.Found("missing", 2))),
                List.of("index i is INVALID"),
                List.of("view nemo.v reads public.t"),
                "the guard is not installed",
                List.of(new Heartbeat.Peer("shop-7e-b", "7e", "verified", true, TIME, null)),
                watch,
                List.of(
                        new Transition(TIME, state, ready, code, reason),
                        new Transition(
                                TIME.minusSeconds(95),
                                "probation",
                                true,
                                "watching",
                                "the log has been clean for 3 s of 60 s")));
    }

    static WatchStatus watch(boolean readable, String message, @Nullable String suggestion) {
        return new WatchStatus(
                "",
                List.of(new WatchStatus.SourceStatus(
                        "server-log", readable, readable ? "" : "permission denied", "log/postgresql.json", 4_096)),
                TIME.plusSeconds(2),
                0.4,
                "errors are told apart by application_name",
                1,
                "",
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
}
