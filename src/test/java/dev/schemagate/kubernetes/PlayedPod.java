package dev.schemagate.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;

import dev.schemagate.http.HttpGet;

/**
 * One pod as a kubelet plays it (Kubernetes docs, "Pod Lifecycle", "Sidecar Containers"): init containers in their order, each to its end
 * or, where it restarts always, to its startup probe's first success; then the others; ready when every readiness probe says so;
 * SIGTERM to the others first and to the sidecars in reverse order. Limits of memory and restarts are not played.
 */
final class PlayedPod {

    /** Where it runs: images by their names in the manifest, secrets, ConfigMaps as folders, and the services it finds. */
    record Node(
            Podman podman,
            Map<String, Podman.Image> images,
            Map<String, Map<String, String>> secrets,
            Map<String, Path> configMaps,
            Map<String, String> services) {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Node node;
    private final PodTemplateSpec template;
    private final String name;
    private final String address;
    private final String hash;
    private final List<String> started = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    /** @param address of the loopback, the pod's own */
    PlayedPod(Node node, PodTemplateSpec template, String name, String address, String hash) {
        this.node = node;
        this.template = template;
        this.name = name;
        this.address = address;
        this.hash = hash;
    }

    /** What happened, in order. */
    List<String> events() {
        return List.copyOf(events);
    }

    String address() {
        return address;
    }

    /** Up to the last container's start; false where a startup probe did not succeed within {@code limit}. */
    boolean start(Duration limit) throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        return startUnless(() -> System.nanoTime() > deadline);
    }

    /** Up to the last container's start; false where a startup probe did not succeed before {@code over} was true. */
    boolean startUnless(Callable<Boolean> over) throws Exception {
        for (Container container : template.getSpec().getInitContainers()) {
            run(container);
            if (!"Always".equals(container.getRestartPolicy())) {
                int exit = node.podman().exitCode(id(container));
                events.add(container.getName() + " exit " + exit);
                if (exit != 0) {
                    return false;
                }
            } else if (!succeeds(container, Objects.requireNonNull(container.getStartupProbe()), over)) {
                return false;
            }
        }
        for (Container container : template.getSpec().getContainers()) {
            run(container);
        }
        return true;
    }

    private boolean succeeds(Container container, Probe startup, Callable<Boolean> over) throws Exception {
        for (int failures = 0; failures < startup.getFailureThreshold() && !over.call(); failures++) {
            if (succeeds(container, startup)) {
                events.add(container.getName() + " started");
                return true;
            }
            Thread.sleep(Duration.ofSeconds(startup.getPeriodSeconds()).toMillis());
        }
        return false;
    }

    /** Whether every container runs whose readiness probe, if it has one, succeeds now. */
    boolean ready() throws IOException, InterruptedException {
        List<Container> all = Stream.concat(
                        template.getSpec().getInitContainers().stream()
                                .filter(container -> "Always".equals(container.getRestartPolicy())),
                        template.getSpec().getContainers().stream())
                .toList();
        for (Container container : all) {
            boolean passes =
                    container.getReadinessProbe() == null || succeeds(container, container.getReadinessProbe());
            if (!started.contains(id(container)) || !passes || !node.podman().runs(id(container))) {
                return false;
            }
        }
        return true;
    }

    private boolean succeeds(Container container, Probe probe) {
        String port = probe.getHttpGet().getPort().getStrVal();
        int number = container.getPorts().stream()
                .filter(offered -> offered.getName().equals(port))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
        try {
            return HttpGet.of(
                                    URI.create("http://" + address + ":" + number
                                            + probe.getHttpGet().getPath()),
                                    PATIENCE)
                            .code()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void run(Container container) throws IOException, InterruptedException {
        Podman.Image image = Objects.requireNonNull(node.images().get(container.getImage()), container.getImage());
        boolean readOnly = container.getSecurityContext() != null
                && Boolean.TRUE.equals(container.getSecurityContext().getReadOnlyRootFilesystem());
        node.podman()
                .start(id(container), image, container.getArgs(), environment(container), mounts(container), readOnly);
        started.add(id(container));
        events.add(container.getName() + " created");
    }

    private String id(Container container) {
        return name + "-" + container.getName();
    }

    private Map<String, String> environment(Container container) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValueFrom() == null ? variable.getValue() : from(variable);
            // Only what is defined before (Kubernetes docs, "Define Dependent Environment Variables").
            for (Map.Entry<String, String> defined : environment.entrySet()) {
                value = value.replace("$(" + defined.getKey() + ")", defined.getValue());
            }
            for (Map.Entry<String, String> service : node.services().entrySet()) {
                value = value.replace(service.getKey(), service.getValue());
            }
            environment.put(variable.getName(), value);
        }
        environment.put("POD_ADDRESS", address);
        environment.put("QUARKUS_HTTP_HOST", address);
        return environment;
    }

    private String from(EnvVar variable) {
        if (variable.getValueFrom().getSecretKeyRef() != null) {
            return node.secrets()
                    .get(variable.getValueFrom().getSecretKeyRef().getName())
                    .get(variable.getValueFrom().getSecretKeyRef().getKey());
        }
        Map<String, String> fields = new HashMap<>();
        fields.put("metadata.name", name);
        template.getMetadata().getLabels().forEach((key, value) -> fields.put("metadata.labels['" + key + "']", value));
        fields.put("metadata.labels['pod-template-hash']", hash);
        return Objects.requireNonNull(
                fields.get(variable.getValueFrom().getFieldRef().getFieldPath()), variable.getName());
    }

    private Map<Path, String> mounts(Container container) {
        Map<Path, String> mounts = new HashMap<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Volume volume = template.getSpec().getVolumes().stream()
                    .filter(declared -> declared.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            mounts.put(node.configMaps().get(volume.getConfigMap().getName()), mount.getMountPath());
        }
        return mounts;
    }

    /** As when it is deleted. */
    void stop() throws IOException, InterruptedException {
        List<String> last =
                template.getSpec().getInitContainers().stream().map(this::id).toList();
        long grace = template.getSpec().getTerminationGracePeriodSeconds() == null
                ? 30
                : template.getSpec().getTerminationGracePeriodSeconds();
        // The others, then the sidecars from the last to the first: both stand in the order of their start.
        List<String> order = started.stream()
                .sorted(Comparator.comparingInt((String id) -> last.indexOf(id)).reversed())
                .sorted(Comparator.comparing(last::contains))
                .toList();
        for (String id : order) {
            if (node.podman().runs(id)) {
                events.add(id.substring(name.length() + 1) + " exit "
                        + node.podman().stop(id, grace));
            }
        }
    }

    String log(String container) throws IOException, InterruptedException {
        return node.podman().log(name + "-" + container);
    }

    /** Whatever still runs of it is killed. */
    void remove() throws IOException, InterruptedException {
        for (String id : started) {
            node.podman().remove(id);
        }
    }
}
