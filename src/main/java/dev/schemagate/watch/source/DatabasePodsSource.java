package dev.schemagate.watch.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.kubernetes.Cluster;
import dev.schemagate.kubernetes.KubernetesApi;
import dev.schemagate.kubernetes.PodLog;
import dev.schemagate.kubernetes.Pods;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/**
 * The source {@code database-pods}: what the database's pods print, through the Kubernetes API. The pods are listed every few seconds:
 * one that is selected later, as after a fail-over, is read from the last listing without it on, and of one that is not selected any
 * more the rest is read.
 */
public final class DatabasePodsSource implements LogSource {

    private final String selector;
    private final Supplier<LogFormats> formats;
    private final Duration beat;
    private final Clock clock;
    private final Map<String, PodPosition> resume = new HashMap<>();
    private final List<Position> left;
    private final Map<String, DatabasePod> open = new LinkedHashMap<>();
    private @Nullable KubernetesApi api;
    private @Nullable Pods pods;
    private String unreachable = "";
    private Instant listed;

    /**
     * Begins to read, with what is written from now on where nothing was read before.
     *
     * @param selector of labels, as {@code kubectl -l} takes it
     * @param resume where an earlier process of this pod left off
     * @param beat after how much silence a log is asked whether there is more
     */
    public DatabasePodsSource(
            Cluster.Access access,
            String selector,
            Supplier<LogFormats> formats,
            List<Position> resume,
            Duration beat,
            Clock clock) {
        this.selector = selector;
        this.formats = formats;
        this.beat = beat;
        this.clock = clock;
        this.left = List.copyOf(resume);
        this.listed = clock.instant();
        resume.forEach(position -> this.resume.put(position.file(), PodPosition.of(position)));
        try {
            api = new KubernetesApi(access.cluster());
            pods = new Pods(api, selector, clock);
        } catch (IOException e) {
            unreachable = e.getMessage();
        }
    }

    @Override
    public String name() {
        return "database-pods";
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        if (pods == null || api == null) {
            return Reading.unreadable(unreachable);
        }
        Pods.Listing listing = pods.last();
        follow(listing, api);
        LogFormats now = formats.get();
        List<String> troubles = new ArrayList<>();
        if (!listing.trouble().isEmpty()) {
            troubles.add(listing.trouble());
        } else if (listing.at() != null && listing.containers().isEmpty()) {
            troubles.add("no pod has the labels " + selector + " (gate.watch.database-pods)");
        }
        List<String> gaps = new ArrayList<>();
        long bytes = 0;
        boolean more = false;
        for (Map.Entry<String, DatabasePod> entry : List.copyOf(open.entrySet())) {
            DatabasePod pod = entry.getValue();
            PodLog.Batch batch = pod.read(now, sink);
            bytes +=
                    batch.lines().stream().mapToLong(line -> line.text().length).sum();
            more |= batch.more();
            if (!batch.gap().isEmpty()) {
                gaps.add("pod " + entry.getKey() + ": " + batch.gap());
            }
            if (pod.hasEnded(batch)) {
                open.remove(entry.getKey()).end(sink);
            } else if (!pod.hasLeft()) {
                Optional.of(batch.trouble())
                        .filter(trouble -> !trouble.isEmpty())
                        .or(pod::obstacle)
                        .ifPresent(trouble -> troubles.add("pod " + entry.getKey() + ": " + trouble));
            }
        }
        Reading reading = troubles.isEmpty()
                ? Reading.of(String.join(", ", open.keySet()), bytes, true, more)
                : Reading.unreadable(troubles.get(0));
        return reading.missing(String.join("; ", gaps));
    }

    private void follow(Pods.Listing listing, KubernetesApi through) {
        Instant at = listing.at();
        if (at == null || !listing.trouble().isEmpty()) {
            return;
        }
        open.forEach((name, pod) -> {
            if (listing.containers().containsKey(name)) {
                pod.stay();
            } else {
                pod.leave(at);
            }
        });
        listing.containers()
                .forEach((name, container) -> open.computeIfAbsent(name, n -> begin(n, container, through)));
        listed = at;
    }

    private DatabasePod begin(String name, String container, KubernetesApi through) {
        PodPosition from = Optional.ofNullable(resume.remove(name)).orElse(new PodPosition(listed, false));
        PodLog log = new PodLog(through, name, Optional.of(container), from.last(), from.any(), beat, clock);
        return new DatabasePod(name, log, from.last(), from.any());
    }

    /** That of a pod that is not listed at the moment is kept until others are known. */
    @Override
    public List<Position> positions() {
        return open.isEmpty()
                ? left
                : open.values().stream().map(DatabasePod::position).toList();
    }

    @Override
    public void close() {
        if (pods != null) {
            pods.close();
        }
        open.values().forEach(DatabasePod::close);
    }
}
