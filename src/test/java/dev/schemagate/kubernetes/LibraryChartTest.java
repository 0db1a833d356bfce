package dev.schemagate.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** The library chart, in a chart of somebody's, beside a kustomization that takes the components. */
class LibraryChartTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "pod", "database-pods"})
    void gives_what_the_components_give(String watch) throws Exception {
        Tool helm = Tool.named("helm", Manifests.INSTALL);
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(
                folder.resolve("Chart.yaml"),
                "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n"
                        + "  - {name: schema-gate, version: 0.1.0, repository: \"file://%s\"}\n"
                                .formatted(Manifests.FOLDER.resolve("chart").toAbsolutePath()));
        Files.writeString(folder.resolve("templates/app.yaml"), """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: shop
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      {{- include "schema-gate.serviceAccount" . | nindent 6 }}
                      initContainers:
                        {{- include "schema-gate.container" . | nindent 8 }}
                      volumes:
                        {{- include "schema-gate.volumes" . | nindent 8 }}
                """);
        Files.writeString(folder.resolve("templates/role.yaml"), "{{ include \"schema-gate.role\" . }}\n");
        Files.writeString(folder.resolve("values.yaml"), """
                schemaGate:
                  databaseUrl: postgresql://postgres:5432/litellm
                  databaseSecret: litellm-database
                  watch: "%s"
                  databasePods: cnpg.io/cluster=postgres
                """.formatted(watch));

        assertThat(helm.run(folder, "dependency", "build").exit()).isZero();
        Tool.Answer lint = helm.run(folder, "lint", ".");
        assertThat(lint.exit()).as(lint.output()).isZero();
        Tool.Answer answer = helm.run(folder, "template", "litellm", ".");
        assertThat(answer.exit()).as(answer.output()).isZero();
        List<JsonNode> chart = Manifests.read(answer.output());
        List<JsonNode> components = Manifests.render(
                folder,
                Manifests.BASE,
                Stream.of("native-sidecar", "watch-" + watch)
                        .filter(name -> !name.equals("watch-"))
                        .map(Manifests::component)
                        .toList());

        assertThat(essence(chart)).isEqualTo(essence(components));
        assertThat(chart.stream().map(Manifests::kind))
                .containsExactlyInAnyOrder(
                        watch.isEmpty()
                                ? new String[] {"Deployment"}
                                : new String[] {"ServiceAccount", "Role", "RoleBinding", "Deployment"});
        assertThat(helm.run(folder, "template", "litellm", ".", "--set", "schemaGate.databaseUrl=")
                        .output())
                .contains("schemaGate.databaseUrl is the server itself, not a pooler");
        assertThat(helm.run(folder, "template", "litellm", ".", "--set", "schemaGate.watch=pods")
                        .output())
                .contains("schemaGate.watch is pod or database-pods");
    }

    /** What both must have the same; the chart's names are the release's, and its ConfigMaps need not be there. */
    private static Map<String, Object> essence(List<JsonNode> documents) {
        JsonNode pod = documents.stream()
                .filter(document -> Manifests.kind(document).equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec");
        ObjectNode gate = pod.path("initContainers").get(0).deepCopy();
        Set<JsonNode> environment = Manifests.items(gate.remove("env"))
                .filter(variable -> !variable.path("name").asText().equals("GATE_APP"))
                .collect(Collectors.toSet());
        Set<String> mounts = Set.copyOf(gate.remove("volumeMounts").findValuesAsText("mountPath"));
        List<JsonNode> rules = documents.stream()
                .filter(document -> Manifests.kind(document).equals("Role"))
                .map(document -> document.path("rules"))
                .toList();
        return Map.of(
                "gate", gate,
                "environment", environment,
                "mounts", mounts,
                "tokens", pod.path("volumes").findValues("projected"),
                "rules", rules,
                "automount", pod.path("automountServiceAccountToken"),
                "account", pod.has("serviceAccountName"));
    }
}
