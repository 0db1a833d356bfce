package dev.schemagate.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;

/**
 * A Deployment as its controller rolls it (Kubernetes docs, "Deployments"; {@code pkg/controller/deployment/rolling.go}): pods of the new
 * revision as far as {@code maxSurge} lets, old ones away as far as {@code maxUnavailable} lets, those first that are not available;
 * available is who has been ready for {@code minReadySeconds}. The pods are real; the controller's clock is the test's, so that a minute
 * takes no time.
 */
final class PlayedDeployment {

    /** What the controller takes for progress, where any of it gets better. */
    private record Progress(int updated, int old, int ready, int available) {
        boolean isBeyond(Progress former) {
            return updated > former.updated || old < former.old || ready > former.ready || available > former.available;
        }
    }

    private final DeploymentSpec spec;
    private final Function<String, PlayedPod> factory;
    private final List<PlayedPod> pods = new ArrayList<>();
    private final Map<PlayedPod, Duration> readySince = new HashMap<>();
    private String revision = "";
    private Duration now = Duration.ZERO;
    private Duration progressed = Duration.ZERO;
    private Progress progress = new Progress(0, 0, 0, 0);

    /** @param factory makes a pod of a revision */
    PlayedDeployment(DeploymentSpec spec, Function<String, PlayedPod> factory) {
        this.spec = spec;
        this.factory = factory;
    }

    /** A changed template. */
    void roll(String to) throws IOException, InterruptedException {
        revision = to;
        progressed = now;
        reconcile();
    }

    /** Time goes by, in which all stays as it is at its beginning. */
    void pass(Duration time) throws IOException, InterruptedException {
        reconcile();
        now = now.plus(time);
        reconcile();
    }

    /** Looks at all pods, does what is to be done now, and says who is there. */
    List<PlayedPod> reconcile() throws IOException, InterruptedException {
        for (PlayedPod pod : pods) {
            if (pod.ready()) {
                readySince.putIfAbsent(pod, now);
            } else {
                readySince.remove(pod);
            }
        }
        int least = spec.getReplicas()
                - spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal();
        int most = spec.getReplicas()
                + spec.getStrategy().getRollingUpdate().getMaxSurge().getIntVal();
        int spare = pods.size()
                - least
                - (int) updated().stream().filter(pod -> !isAvailable(pod)).count();
        for (PlayedPod pod : old()) {
            if (!isAvailable(pod) && spare-- > 0) {
                end(pod);
            }
        }
        for (PlayedPod pod : old()) {
            if (isAvailable(pod) && available() > least) {
                end(pod);
            }
        }
        while (pods.size() < most && updated().size() < spec.getReplicas()) {
            PlayedPod pod = factory.apply(revision);
            pods.add(pod);
            pod.create();
        }
        Progress reached = new Progress(updated().size(), old().size(), readySince.size(), available());
        progressed = reached.isBeyond(progress) ? now : progressed;
        progress = reached;
        return List.copyOf(pods);
    }

    private void end(PlayedPod pod) throws IOException, InterruptedException {
        pods.remove(pod);
        readySince.remove(pod);
        pod.stop();
    }

    private List<PlayedPod> updated() {
        return pods.stream().filter(pod -> pod.hash().equals(revision)).toList();
    }

    private List<PlayedPod> old() {
        return pods.stream().filter(pod -> !pod.hash().equals(revision)).toList();
    }

    private boolean isAvailable(PlayedPod pod) {
        return readySince.containsKey(pod) && now.minus(readySince.get(pod)).toSeconds() >= spec.getMinReadySeconds();
    }

    private int available() {
        return (int) pods.stream().filter(this::isAvailable).count();
    }

    boolean isComplete() {
        return pods.size() == spec.getReplicas() && updated().size() == pods.size() && available() == pods.size();
    }

    boolean hasExceededItsDeadline() {
        return !isComplete() && now.minus(progressed).toSeconds() > spec.getProgressDeadlineSeconds();
    }
}
