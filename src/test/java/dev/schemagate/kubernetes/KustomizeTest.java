package dev.schemagate.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
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
                folder,
                Manifests.BASE,
                Stream.concat(needed, Stream.of(component)).toList()));
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

    /** The kustomization that the README shows for an app of one's own, in a folder beside ours. */
    @Test
    void the_readme_adds_the_gate_to_any_app() throws Exception {
        Matcher shown = Pattern.compile("(?s)```yaml\n(.*?)```")
                .matcher(Files.readString(Manifests.FOLDER.resolve("README.md")));
        assertThat(shown.find()).isTrue();
        String repository =
                folder.toRealPath().relativize(Path.of("").toRealPath()).toString();
        Files.writeString(folder.resolve("kustomization.yaml"), shown.group(1).replace("../", repository + "/"));
        Files.writeString(folder.resolve("deployment.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, labels: {schema-gate: "true"}}
                spec:
                  selector: {matchLabels: {app.kubernetes.io/name: shop}}
                  template:
                    metadata: {labels: {app.kubernetes.io/name: shop}}
                    spec: {containers: [{name: shop, image: "shop:1.0.0"}]}
                """);

        List<JsonNode> documents = Manifests.render(folder);

        check(documents);
        JsonNode gate = documents.stream()
                .filter(document -> Manifests.kind(document).equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec/initContainers/0");
        assertThat(gate.path("image").asText()).isEqualTo("registry.example/schema-gate:0.1.0");
        assertThat(gate.findValuesAsText("value")).contains("postgresql://shop-db.data.svc:5432/shop");
        assertThat(gate.findValues("secretKeyRef").toString())
                .contains("shop-database", "username", "password")
                .doesNotContain("litellm-database");
    }

    /** What it copies, and that it comes before the gate; in LiteLLM's image both are in that package. */
    @Test
    void prismas_files_are_copied_out_of_litellms_package() throws Exception {
        JsonNode pod = Manifests.render(
                        folder,
                        Manifests.BASE,
                        List.of(Manifests.component("native-sidecar"), Manifests.component("prisma-files")))
                .stream()
                .filter(document -> Manifests.kind(document).equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");
        assertThat(Manifests.items(pod.path("initContainers"))
                        .map(container -> container.path("name").asText()))
                .containsExactly("prisma-files", "schema-gate");
        JsonNode copy = pod.path("initContainers").get(0);
        assertThat(copy.path("image")).isEqualTo(pod.at("/containers/0/image"));
        Path extras = Files.createDirectories(folder.resolve("litellm_proxy_extras/migrations/20260101_first"));
        Files.writeString(extras.resolve("migration.sql"), "SELECT 1;");
        Files.writeString(folder.resolve("litellm_proxy_extras/schema.prisma"), "model A {}");
        Path prisma = Files.createDirectory(folder.resolve("prisma"));

        Tool.Answer answer = Tool.named("python3", "install python3")
                .run(folder, "-c", copy.path("command").get(2).asText().replace("\"/prisma/", "\"" + prisma + "/"));

        assertThat(answer.exit()).as(answer.output()).isZero();
        assertThat(prisma.resolve("schema.prisma")).hasContent("model A {}");
        assertThat(prisma.resolve("migrations/20260101_first/migration.sql")).exists();
        assertThat(pod.path("initContainers").get(1).findValuesAsText("value"))
                .contains("/prisma/schema.prisma", "/prisma/migrations");
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
                Manifests.render(folder, Manifests.BASE, List.of(Manifests.component("native-sidecar"), component));
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

    /** The values for LiteLLM's chart repeat the component's container, since Helm cannot include it. */
    @Test
    void the_values_for_litellms_chart_have_the_same_container() throws IOException {
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

    private static JsonNode only(String yaml) {
        List<JsonNode> gates = Manifests.read(yaml).stream()
                .flatMap(document -> Manifests.gates(document).stream())
                .toList();
        assertThat(gates).hasSize(1);
        return gates.get(0);
    }
}
