package dev.schemagate.kubernetes;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import org.yaml.snakeyaml.Yaml;

import dev.schemagate.testing.Tool;

/** What kubectl makes of our kustomizations, and what Kubernetes' own model knows of it. */
final class Manifests {

    static final String INSTALL = ".ci/steps takes kubectl and helm from npm";

    static final Path FOLDER = Path.of("kubernetes");

    /** What components are added to. */
    static final List<Path> BASE = List.of(FOLDER.resolve("base"), Path.of("hotfixes"), Path.of("migrations"));

    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private static final Map<String, Class<?>> KINDS = Map.ofEntries(
            Map.entry("ConfigMap", ConfigMap.class),
            Map.entry("Deployment", Deployment.class),
            Map.entry("Job", Job.class),
            Map.entry("NetworkPolicy", NetworkPolicy.class),
            Map.entry("PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("PodMonitor", PodMonitor.class),
            Map.entry("PrometheusRule", PrometheusRule.class),
            Map.entry("Role", Role.class),
            Map.entry("RoleBinding", RoleBinding.class),
            Map.entry("Service", Service.class),
            Map.entry("ServiceAccount", ServiceAccount.class));

    private Manifests() {}

    static Stream<Path> overlays() throws IOException {
        return folders("overlays");
    }

    static Stream<Path> components() throws IOException {
        return folders("components");
    }

    private static Stream<Path> folders(String name) throws IOException {
        try (Stream<Path> found = Files.list(FOLDER.resolve(name))) {
            return found.sorted().toList().stream();
        }
    }

    static Path component(String name) {
        return FOLDER.resolve("components").resolve(name);
    }

    /** As a user's own kustomization has it, which is written into {@code folder}. */
    static List<JsonNode> render(Path folder, List<Path> resources, List<Path> components)
            throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "resources:\n" + list(folder, resources) + "components:\n" + list(folder, components));
        return render(folder);
    }

    /** Kustomize takes no absolute paths. */
    private static String list(Path folder, List<Path> paths) throws IOException {
        StringBuilder list = new StringBuilder();
        for (Path path : paths) {
            list.append("  - ")
                    .append(folder.toRealPath().relativize(path.toRealPath()))
                    .append('\n');
        }
        return list.toString();
    }

    static List<JsonNode> render(Path kustomization) throws IOException, InterruptedException {
        Tool.Answer answer = Tool.named("kubectl", INSTALL)
                .run(Path.of(""), "kustomize", "--load-restrictor=LoadRestrictionsNone", kustomization.toString());
        if (answer.exit() != 0) {
            throw new AssertionError(kustomization + ": " + answer.output());
        }
        return read(answer.output());
    }

    static List<JsonNode> read(String yaml) {
        List<JsonNode> documents = new ArrayList<>();
        new Yaml().loadAll(yaml).forEach(document -> documents.add(JSON.valueToTree(document)));
        return documents;
    }

    static String kind(JsonNode document) {
        return document.path("kind").asText();
    }

    /** All fields that Kubernetes does not know, with their paths; a kind that is not ours to check has none. */
    static List<String> unknownFields(JsonNode document) throws IOException {
        Class<?> kind = KINDS.get(kind(document));
        return kind == null ? List.of() : unknownFields(document, kind);
    }

    static List<String> unknownFields(JsonNode document, Class<?> kind) throws IOException {
        List<String> unknown = new ArrayList<>();
        collect(JSON.treeToValue(document, kind), kind.getSimpleName(), unknown);
        return unknown;
    }

    /** The model's classes keep what they do not know as additional properties. */
    private static void collect(Object model, String path, List<String> unknown) {
        if (model instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), path + "[" + i + "]", unknown);
            }
        } else if (model != null && model.getClass().getName().startsWith("io.fabric8.")) {
            for (Method getter : model.getClass().getMethods()) {
                if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
                    String name = getter.getName().substring(3);
                    Object value = call(getter, model);
                    if (name.equals("AdditionalProperties")) {
                        ((Map<?, ?>) value).keySet().forEach(key -> unknown.add(path + "." + key));
                    } else {
                        collect(value, path + "." + name, unknown);
                    }
                }
            }
        }
    }

    private static Object call(Method getter, Object model) {
        try {
            return getter.invoke(model);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getter.toString(), e);
        }
    }

    /** The containers of all pods in it that run the gate. */
    static List<JsonNode> gates(JsonNode document) {
        return document.findParents("image").stream()
                .filter(container -> container.path("image").asText().startsWith("schema-gate:"))
                .toList();
    }

    static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
