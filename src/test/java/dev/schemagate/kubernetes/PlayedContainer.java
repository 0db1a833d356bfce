package dev.schemagate.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;

import dev.schemagate.http.HttpGet;

/** A container of a pod: what its manifest says, as podman takes it. */
record PlayedContainer(Pod pod, Container container) {

    /** Where pods run: images by their names in the manifest, secrets, ConfigMaps as folders, and the services they find. */
    record Node(
            Podman podman,
            Map<String, Podman.Image> images,
            Map<String, Map<String, String>> secrets,
            Map<String, Path> configMaps,
            Map<String, String> services) {}

    /** @param address of the loopback, the pod's own */
    record Pod(Node node, PodTemplateSpec template, String name, String address, String hash) {}

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private String id() {
        return pod.name() + "-" + name();
    }

    String name() {
        return container.getName();
    }

    boolean isSidecar() {
        return "Always".equals(container.getRestartPolicy());
    }

    void start() throws IOException, InterruptedException {
        Podman.Image image =
                Objects.requireNonNull(pod.node().images().get(container.getImage()), container.getImage());
        SecurityContext security = container.getSecurityContext();
        podman().start(
                        id(),
                        image,
                        container.getArgs(),
                        environment(),
                        mounts(),
                        new Podman.Limits(
                                security != null && Boolean.TRUE.equals(security.getReadOnlyRootFilesystem()),
                                Quantity.getAmountInBytes(container
                                                .getResources()
                                                .getLimits()
                                                .get("memory"))
                                        .longValueExact()));
    }

    boolean runs() throws IOException, InterruptedException {
        return podman().runs(id());
    }

    int exitCode() throws IOException, InterruptedException {
        return podman().exitCode(id());
    }

    int stop(long graceSeconds) throws IOException, InterruptedException {
        return podman().stop(id(), graceSeconds);
    }

    String log() throws IOException, InterruptedException {
        return podman().log(id());
    }

    void remove() throws IOException, InterruptedException {
        podman().remove(id());
    }

    private Podman podman() {
        return pod.node().podman();
    }

    boolean succeeds(Probe probe) {
        String port = probe.getHttpGet().getPort().getStrVal();
        int number = container.getPorts().stream()
                .filter(offered -> offered.getName().equals(port))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
        URI uri = URI.create(
                "http://" + pod.address() + ":" + number + probe.getHttpGet().getPath());
        try {
            return HttpGet.of(uri, PATIENCE).code() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValueFrom() == null ? variable.getValue() : from(variable);
            // Only what is defined before (Kubernetes docs, "Define Dependent Environment Variables").
            for (Map.Entry<String, String> defined : environment.entrySet()) {
                value = value.replace("$(" + defined.getKey() + ")", defined.getValue());
            }
            for (Map.Entry<String, String> service : pod.node().services().entrySet()) {
                value = value.replace(service.getKey(), service.getValue());
            }
            environment.put(variable.getName(), value);
        }
        environment.put("POD_ADDRESS", pod.address());
        environment.put("QUARKUS_HTTP_HOST", pod.address());
        return environment;
    }

    private String from(EnvVar variable) {
        if (variable.getValueFrom().getSecretKeyRef() != null) {
            return pod.node()
                    .secrets()
                    .get(variable.getValueFrom().getSecretKeyRef().getName())
                    .get(variable.getValueFrom().getSecretKeyRef().getKey());
        }
        Map<String, String> fields = new HashMap<>();
        fields.put("metadata.name", pod.name());
        pod.template()
                .getMetadata()
                .getLabels()
                .forEach((key, value) -> fields.put("metadata.labels['" + key + "']", value));
        fields.put("metadata.labels['pod-template-hash']", pod.hash());
        return Objects.requireNonNull(
                fields.get(variable.getValueFrom().getFieldRef().getFieldPath()), variable.getName());
    }

    private Map<Path, String> mounts() {
        Map<Path, String> mounts = new HashMap<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Volume volume = pod.template().getSpec().getVolumes().stream()
                    .filter(declared -> declared.getName().equals(mount.getName()))
                    .findFirst()
                    .orElseThrow();
            mounts.put(pod.node().configMaps().get(volume.getConfigMap().getName()), mount.getMountPath());
        }
        return mounts;
    }
}
