package dev.schemagate.status;

import java.time.Instant;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.ChangedSettings;
import dev.schemagate.hotfix.FileStatus;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.pod.Sessions;
import dev.schemagate.readiness.Transition;
import dev.schemagate.sequence.Progress;
import dev.schemagate.watch.WatchStatus;

/**
 * Everything a person may want to know of this gate, without secrets and row values.
 *
 * @param keepsLastReplica whether the last ready pod of the app stays open, whatever its errors
 * @param events the last transitions, those of earlier processes of this pod among them, the newest first
 * @param settings those that are not at their defaults
 */
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
        Sessions.@Nullable Connectivity connectivity,
        Sessions.Share session,
        List<StepStatus> steps,
        @Nullable Progress indexBuild,
        HotfixStatus hotfixes,
        List<String> findings,
        List<String> border,
        String guard,
        List<Heartbeat.Peer> pods,
        boolean keepsLastReplica,
        WatchStatus watch,
        List<Transition> events,
        List<ChangedSettings.Setting> settings) {

    /**
     * The hotfixes.
     *
     * @param applied statements that were run since the process began
     * @param undone those of them that another engine had taken away
     * @param found what the last look at the catalog found
     * @param files the same, file by file
     */
    public record HotfixStatus(long applied, long undone, List<Found> found, List<FileStatus> files) {}

    /** How many statements were found to be so, such as {@code missing}. */
    public record Found(String verdict, long statements) {}

    /** One step of the last run. */
    public record StepStatus(String step, String result, long millis, String detail, Instant began) {}
}
