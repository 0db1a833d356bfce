package dev.schemagate.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;

/**
 * One pod as a kubelet plays it (Kubernetes docs, "Pod Lifecycle", "Sidecar Containers"): init containers in their order, each to its end
 * or, where it restarts always, to its startup probe's first success; then the others; ready when every readiness probe says so;
 * SIGTERM to the others first and to the sidecars in reverse order; no more memory than its limit. Restarts are not played.
 */
final class PlayedPod {

    private static final long DEFAULT_GRACE_SECONDS = 30;

    private final PlayedContainer.Pod pod;
    private final List<PlayedContainer> inits;
    private final List<PlayedContainer> apps;
    private final List<PlayedContainer> started = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Thread startup = new Thread(this::start, "pod");
    private volatile boolean stopping;

    PlayedPod(PlayedContainer.Pod pod) {
        this.pod = pod;
        this.inits = containers(pod.template().getSpec().getInitContainers());
        this.apps = containers(pod.template().getSpec().getContainers());
    }

    private List<PlayedContainer> containers(List<Container> containers) {
        return containers.stream()
                .map(container -> new PlayedContainer(pod, container))
                .toList();
    }

    String name() {
        return pod.name();
    }

    /** The revision's. */
    String hash() {
        return pod.hash();
    }

    /** What happened, in order. */
    List<String> events() {
        return List.copyOf(events);
    }

    /** Begins its start, which {@link #stop} ends where it has not come to its end. */
    void create() {
        startup.start();
    }

    private void start() {
        try {
            for (PlayedContainer container : inits) {
                start(container);
                if (!letsTheNextStart(container)) {
                    return;
                }
            }
            for (PlayedContainer container : apps) {
                start(container);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(PlayedContainer container) throws IOException, InterruptedException {
        container.start();
        started.add(container);
        events.add(container.name() + " created");
    }

    private boolean letsTheNextStart(PlayedContainer container) throws IOException, InterruptedException {
        if (!container.isSidecar()) {
            int exit = container.exitCode();
            events.add(container.name() + " exit " + exit);
            return exit == 0;
        }
        Probe probe = Objects.requireNonNull(container.container().getStartupProbe());
        for (int failures = 0; failures < probe.getFailureThreshold() && !stopping; failures++) {
            if (container.succeeds(probe)) {
                events.add(container.name() + " started");
                return true;
            }
            Thread.sleep(Duration.ofSeconds(probe.getPeriodSeconds()).toMillis());
        }
        return false;
    }

    /** Whether every container runs whose readiness probe, if it has one, succeeds now. */
    boolean ready() throws IOException, InterruptedException {
        List<PlayedContainer> all = Stream.concat(inits.stream().filter(PlayedContainer::isSidecar), apps.stream())
                .toList();
        for (PlayedContainer container : all) {
            Probe probe = container.container().getReadinessProbe();
            if (!started.contains(container) || probe != null && !container.succeeds(probe) || !container.runs()) {
                return false;
            }
        }
        return true;
    }

    /** As when it is deleted: the others end, then the sidecars from the last to the first. */
    void stop() throws IOException, InterruptedException {
        endStartup();
        PodSpec spec = pod.template().getSpec();
        long grace = Objects.requireNonNullElse(spec.getTerminationGracePeriodSeconds(), DEFAULT_GRACE_SECONDS);
        List<PlayedContainer> order = new ArrayList<>(inits);
        Collections.reverse(order);
        order.addAll(0, apps);
        order.retainAll(started);
        for (PlayedContainer container : order) {
            if (container.runs()) {
                events.add(container.name() + " exit " + container.stop(grace));
            }
        }
    }

    private void endStartup() throws InterruptedException {
        stopping = true;
        startup.join();
    }

    String log(String container) throws IOException, InterruptedException {
        for (PlayedContainer each : started) {
            if (each.name().equals(container)) {
                return each.log();
            }
        }
        return "";
    }

    /** Whatever still runs of it is killed. */
    void remove() throws IOException, InterruptedException {
        endStartup();
        for (PlayedContainer container : started) {
            container.remove();
        }
    }
}
