package dev.schemagate.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.config.GateConfig;
import dev.schemagate.testing.ConfigurationKeys;
import dev.schemagate.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** What a cluster would get: rendered by kubectl, read by Kubernetes' own model, and compared with the program. */
class KustomizeTest {

    /** Kubernetes' own, whose pods get them from the components. */
    private static final Set<String> PATHS = Set.of("/live", "/started", "/ready", "/verified", "/metrics");

    private static final Set<String> VERBS = Set.of("run", "verify", "serve", "ready");

    /** Where GATE_APP stands: a label in the component, the release's name in the chart. */
    private static final int APP = 3;

    private static final List<Path> BASE =
            List.of(Manifests.FOLDER.resolve("base"), Path.of("hotfixes"), Path.of("migrations"));

    @TempDir
    Path folder;

    static Stream<Path> overlays() throws IOException {
        return Manifests.overlays();
    }

    static Stream<Path> components() throws IOException {
        return Manifests.components();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void overlays_hold_what_kubernetes_and_the_gate_know(Path overlay) throws Exception {
        List<JsonNode> documents = Manifests.render(overlay);

        check(documents);
        assertThat(documents).anyMatch(document -> !Manifests.gates(document).isEmpty());
    }

    /** Each alone on the base, as a user would add it to a manifest of theirs; or on top of what it says that it needs. */
    @ParameterizedTest
    @MethodSource("components")
    void components_can_be_added_one_by_one(Path component) throws Exception {
        Map<String, String> below = Map.of("argo-cd", "job", "jvm", "native-sidecar");
        Stream<Path> needed =
                Stream.ofNullable(below.get(component.getFileName().toString())).map(Manifests::component);
        check(Manifests.render(
                folder, BASE, Stream.concat(needed, Stream.of(component)).toList()));
    }

    private static void check(List<JsonNode> documents) throws IOException {
        Set<String> maps = documents.stream()
                .filter(document -> Manifests.kind(document).equals("ConfigMap"))
                .map(document -> document.at("/metadata/name").asText())
                .collect(Collectors.toSet());
        for (JsonNode document : documents) {
            assertThat(Manifests.unknownFields(document)).isEmpty();
            for (JsonNode map : document.findValues("configMap")) {
                assertThat(map.path("name").asText())
                        .satisfiesAnyOf(name -> assertThat(maps).contains(name), name -> assertThat(name)
                                .isEqualTo("kube-root-ca.crt"));
            }
            for (JsonNode gate : Manifests.gates(document)) {
                checkGate(gate, document);
            }
        }
    }

    private static void checkGate(JsonNode gate, JsonNode document) {
        Set<String> keys = ConfigurationKeys.all().stream()
                .map(key -> key.name().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
        assertThat(Manifests.items(gate.path("env"))
                        .map(variable -> variable.path("name").asText()))
                .isSubsetOf(keys);
        Set<String> ports = Manifests.items(gate.path("ports"))
                .map(port -> port.path("name").asText())
                .collect(Collectors.toSet());
        for (JsonNode probe : gate.findValues("httpGet")) {
            assertThat(PATHS).contains(probe.path("path").asText());
            assertThat(ports).contains(probe.path("port").asText());
        }
        Manifests.items(gate.path("args")).limit(1).forEach(verb -> assertThat(VERBS)
                .contains(verb.asText()));
        Manifests.items(gate.at("/readinessProbe/exec/command")).skip(1).forEach(verb -> assertThat(VERBS)
                .contains(verb.asText()));
        Set<String> volumes = document.findValues("volumes").stream()
                .flatMap(Manifests::items)
                .map(volume -> volume.path("name").asText())
                .collect(Collectors.toSet());
        assertThat(Manifests.items(gate.path("volumeMounts"))
                        .map(mount -> mount.path("name").asText()))
                .isSubsetOf(volumes);
        assertThat(gate.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
    }

    /** Whoever does not read logs through the API needs no privilege in the cluster, and the app never gets one. */
    @ParameterizedTest
    @MethodSource("components")
    void only_who_reads_a_log_may_and_may_nothing_else(Path component) throws Exception {
        if (!component.getFileName().toString().startsWith("watch-")) {
            try (Stream<Path> files = Files.list(component)) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file)).doesNotContain("rbac");
                }
            }
            return;
        }
        List<JsonNode> documents =
                Manifests.render(folder, BASE, List.of(Manifests.component("native-sidecar"), component));
        check(documents);
        List<JsonNode> roles = documents.stream()
                .filter(document -> Manifests.kind(document).endsWith("Role"))
                .toList();

        assertThat(roles).singleElement().satisfies(role -> {
            assertThat(Manifests.kind(role)).isEqualTo("Role");
            String log = "{\"apiGroups\":[\"\"],\"resources\":[\"pods/log\"],\"verbs\":[\"get\"]}";
            String list = "{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]}";
            assertThat(role.path("rules").toString())
                    .isEqualTo(component.endsWith("watch-pod") ? "[" + log + "]" : "[" + list + "," + log + "]");
        });
        JsonNode pod = documents.stream()
                .filter(document -> Manifests.kind(document).equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(pod.path("containers").toString()).doesNotContain("serviceaccount");
        String mounted = pod.at("/initContainers/0/volumeMounts")
                .findValuesAsText("mountPath")
                .toString();
        assertThat(GateConfig.SERVICE_ACCOUNT_TOKEN)
                .startsWith(mounted.replaceAll(".*[\\[ ](/var[^],]*).*", "$1") + "/");
    }

    /** The values for LiteLLM's chart and the library chart repeat the component's container, since Helm cannot include it. */
    @Test
    void every_form_has_the_same_container() throws IOException {
        JsonNode component = only(Files.readString(Manifests.FOLDER.resolve("components/native-sidecar/gate.yaml")));
        JsonNode values = only(Files.readString(Manifests.FOLDER.resolve("litellm-values.yaml")));

        assertThat(Manifests.unknownFields(values, Container.class)).isEmpty();
        for (String part : List.of(
                "restartPolicy",
                "ports",
                "env",
                "startupProbe",
                "readinessProbe",
                "livenessProbe",
                "resources",
                "securityContext")) {
            assertThat(values.path(part)).as(part).isEqualTo(component.path(part));
            assertThat(component.has(part)).as(part).isTrue();
        }
    }

    @Test
    void a_misspelled_field_is_found() throws IOException {
        String deployment = Files.readString(Manifests.FOLDER.resolve("components/native-sidecar/gate.yaml"))
                .replace("failureThreshold", "failureTreshold");
        String rules = Files.readString(Manifests.FOLDER.resolve("components/monitoring/rules.yaml"))
                .replace("alert: SchemaGateRevoked", "alrt: SchemaGateRevoked");

        assertThat(Manifests.unknownFields(Manifests.read(deployment).get(0)))
                .containsExactlyInAnyOrder(
                        "Deployment.Spec.Template.Spec.InitContainers[0].StartupProbe.failureTreshold",
                        "Deployment.Spec.Template.Spec.InitContainers[0].ReadinessProbe.failureTreshold");
        assertThat(Manifests.unknownFields(Manifests.read(rules).get(0)))
                .containsExactly("PrometheusRule.Spec.Groups[0].Rules[0].alrt");
    }

    /** A chart of somebody's that takes the library chart. */
    @Test
    void the_library_chart_gives_the_same_container() throws Exception {
        Tool helm = Tool.named("helm", Manifests.INSTALL);
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(
                folder.resolve("Chart.yaml"),
                "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n"
                        + "  - {name: schema-gate, version: 0.1.0, repository: \"file://%s\"}\n"
                                .formatted(Manifests.FOLDER.resolve("chart").toAbsolutePath()));
        Files.writeString(folder.resolve("templates/app.yaml"), """
                initContainers:
                  {{- include "schema-gate.container" . | nindent 2 }}
                volumes:
                  {{- include "schema-gate.volumes" . | nindent 2 }}
                """);
        Files.writeString(
                folder.resolve("values.yaml"),
                "schemaGate: {databaseUrl: 'postgresql://postgres:5432/litellm', databaseSecret: litellm-database}\n");

        assertThat(helm.run(folder, "dependency", "build").exit()).isZero();
        Tool.Answer answer = helm.run(folder, "template", "litellm", ".");

        assertThat(answer.exit()).as(answer.output()).isZero();
        JsonNode rendered = only(answer.output());
        JsonNode component = only(Files.readString(Manifests.FOLDER.resolve("components/native-sidecar/gate.yaml")));
        ((ObjectNode) rendered).withArray("env").remove(APP);
        ((ObjectNode) component).withArray("env").remove(APP);
        assertThat(rendered).isEqualTo(component);
        assertThat(helm.run(folder, "template", "litellm", ".", "--set", "schemaGate.databaseUrl=")
                        .output())
                .contains("schemaGate.databaseUrl is the server itself, not a pooler");
    }

    private static JsonNode only(String yaml) {
        List<JsonNode> gates = Manifests.read(yaml).stream()
                .flatMap(document -> Manifests.gates(document).stream())
                .toList();
        assertThat(gates).hasSize(1);
        return gates.get(0);
    }
}
