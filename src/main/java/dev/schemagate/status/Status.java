package dev.schemagate.status;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.watch.WatchStatus;

/** Everything a person may want to know of this gate, without secrets and row values. */
@RegisterForReflection(registerFullHierarchy = true)
public record Status(
        String state,
        boolean ready,
        boolean verified,
        String code,
        String reason,
        Instant since,
        PodIdentity pod,
        String database,
        Heartbeat.@Nullable Connectivity connectivity,
        List<StepStatus> steps,
        HotfixStatus hotfixes,
        List<String> findings,
        List<String> border,
        String guard,
        List<Heartbeat.Peer> pods,
        WatchStatus watch) {

    /** Since the process began: statements that were run, and those of them that another engine had taken away. */
    public record HotfixStatus(long applied, long undone) {}

    /** One step of the last run. */
    public record StepStatus(String step, String result, long millis, String detail, Instant began) {}
}
