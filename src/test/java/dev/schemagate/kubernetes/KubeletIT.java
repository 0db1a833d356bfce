package dev.schemagate.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Our manifests, played: rendered by kubectl, run by podman in the order that a kubelet keeps, against a real PostgreSQL. */
@Timeout(300)
class KubeletIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MIN_READY_SECONDS = 3;

    /** LiteLLM's place: answers its readiness probe, and ends well when it is asked to. */
    private static final String APP = """
            import http.server, os, signal, sys
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
            class Answer(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200 if self.path == '/health/readiness' else 404)
                    self.end_headers()
            http.server.HTTPServer((os.environ['POD_ADDRESS'], 4000), Answer).serve_forever()
            """;

    @TempDir
    Path files;

    private final List<PlayedPod> pods = new ArrayList<>();
    private TestDatabase database;
    private PlayedPod.Node node;
    private PodTemplateSpec template;

    @BeforeEach
    void render() throws Exception {
        assumeFalse(GateProcess.isNative(), "skipped: the image that is played is Dockerfile.jvm's");
        Podman podman = Podman.orSkip();
        List<JsonNode> documents = Manifests.render(Manifests.FOLDER.resolve("overlays/litellm"));
        template = new ObjectMapper()
                .treeToValue(
                        documents.stream()
                                .filter(document -> Manifests.kind(document).equals("Deployment"))
                                .findFirst()
                                .orElseThrow()
                                .at("/spec/template"),
                        PodTemplateSpec.class);
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE \"LiteLLM_VerificationToken\" (token text PRIMARY KEY);"
                + " CREATE TABLE \"LiteLLM_DailyTeamSpend\" (id text PRIMARY KEY);"
                + " CREATE TABLE \"LiteLLM_SpendLogs\" (request_id text PRIMARY KEY)");
        PostgresServer server = database.server();
        node = new PlayedPod.Node(
                podman,
                Map.of("schema-gate:0.1.0", gate(), "litellm:1.83.2", app()),
                Map.of("litellm-database", Map.of("username", server.user(), "password", server.password())),
                configMaps(documents),
                Map.of("postgres:5432/litellm", "127.0.0.1:" + server.port() + "/" + database.name()));
    }

    @AfterEach
    void remove() throws Exception {
        for (PlayedPod pod : pods) {
            pod.remove();
        }
    }

    private Map<String, Path> configMaps(List<JsonNode> documents) throws Exception {
        Map<String, Path> folders = new HashMap<>();
        for (JsonNode map : documents) {
            if (Manifests.kind(map).equals("ConfigMap")) {
                Path folder = Files.createDirectory(
                        files.resolve(map.at("/metadata/name").asText()));
                for (Map.Entry<String, JsonNode> file : map.path("data").properties()) {
                    Files.writeString(
                            folder.resolve(file.getKey()), file.getValue().asText());
                }
                folders.put(folder.getFileName().toString(), folder);
            }
        }
        return folders;
    }

    /** As Dockerfile.jvm makes it, but for the JVM, which is the test's own. */
    private static Podman.Image gate() throws Exception {
        String dockerfile = Files.readString(Path.of("Dockerfile.jvm"));
        List<String> entrypoint = Pattern.compile("\"([^\"]+)\"")
                .matcher(line(dockerfile, "ENTRYPOINT"))
                .results()
                .map(word -> word.group(1))
                .toList();
        assertThat(entrypoint.get(0)).isEqualTo("java");
        Path java = Path.of(System.getProperty("java.home"));
        List<String> command = new ArrayList<>(entrypoint);
        command.set(0, java.resolve("bin/java").toString());
        Matcher options = Pattern.compile("JAVA_TOOL_OPTIONS=\"([^\"]+)\"").matcher(line(dockerfile, "ENV"));
        assertThat(options.find()).isTrue();
        Path settings = Path.of("/etc/java-17-openjdk");
        Map<Path, String> mounts = new HashMap<>(Map.of(Path.of("target/quarkus-app"), "/app"));
        if (Files.isDirectory(settings)) {
            mounts.put(settings, settings.toString());
        }
        return new Podman.Image(
                command, Map.of("JAVA_TOOL_OPTIONS", options.group(1)), line(dockerfile, "USER"), mounts);
    }

    private static Podman.Image app() {
        return new Podman.Image(List.of("python3", "-c", APP), Map.of(), "65532:65532", Map.of());
    }

    private static String line(String dockerfile, String instruction) {
        return dockerfile
                .lines()
                .filter(line -> line.startsWith(instruction + " "))
                .findFirst()
                .orElseThrow()
                .substring(instruction.length() + 1);
    }

    private PlayedPod pod(String revision, String address) {
        PlayedPod pod = new PlayedPod(
                node, template, "litellm-" + revision + "-" + database.name().replace('_', '-'), address, revision);
        pods.add(pod);
        return pod;
    }

    private static boolean becomesReady(PlayedPod pod) throws Exception {
        for (long end = System.nanoTime() + SOON.toNanos(); System.nanoTime() < end; Thread.sleep(200)) {
            if (pod.ready()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void the_app_starts_behind_the_gate_and_ends_before_it() throws Exception {
        PlayedPod pod = pod("r1", "127.0.1.1");

        assertThat(pod.start(SOON)).as(() -> log(pod)).isTrue();
        assertThat(becomesReady(pod)).as(() -> log(pod)).isTrue();
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isTrue();
        assertThat(database.value("SELECT app || ' ' || pod || ' ' || revision FROM schema_gate.pod"))
                .startsWith("litellm litellm-r1-")
                .endsWith(" r1");
        pod.stop();

        assertThat(pod.ready()).isFalse();
        assertThat(pod.events())
                .containsExactly(
                        "schema-gate created",
                        "schema-gate started",
                        "litellm created",
                        "litellm exit 0",
                        "schema-gate exit 0");
        assertThat(database.value("SELECT state FROM schema_gate.pod")).isEqualTo("stopped");
    }

    /** With maxUnavailable 0 the old pod goes only when the new one was ready for minReadySeconds. */
    @Test
    void a_revision_that_is_refused_takes_no_traffic_and_the_next_one_takes_over() throws Exception {
        PlayedPod old = pod("r1", "127.0.1.1");
        assertThat(old.start(SOON) && becomesReady(old)).as(() -> log(old)).isTrue();

        Path bad = node.configMaps().get("hotfixes").resolve("0009_bad.sql");
        Files.writeString(bad, "ALTER TABLE \"LiteLLM_VerificationToken\" DROP COLUMN agent_id;");
        PlayedPod refused = pod("r2", "127.0.1.2");
        assertThat(refused.startUnless(() -> refused.log("schema-gate").contains("HF010")))
                .isFalse();
        assertThat(refused.events()).containsExactly("schema-gate created");
        assertThat(refused.ready()).isFalse();
        refused.stop();
        assertThat(old.ready()).isTrue();
        assertThat(database.hasColumn("public", "LiteLLM_VerificationToken", "agent_id"))
                .isTrue();

        Files.delete(bad);
        PlayedPod next = pod("r3", "127.0.1.3");
        assertThat(next.start(SOON) && becomesReady(next)).as(() -> log(next)).isTrue();
        for (int second = 0; second < MIN_READY_SECONDS; second++) {
            assertThat(next.ready() && old.ready())
                    .as("both, in second " + second)
                    .isTrue();
            Thread.sleep(1_000);
        }
        old.stop();

        assertThat(old.events()).endsWith("litellm exit 0", "schema-gate exit 0");
        assertThat(next.ready()).isTrue();
    }

    private static String log(PlayedPod pod) {
        try {
            return pod.events() + "\n" + pod.log("schema-gate");
        } catch (Exception e) {
            return pod.events() + " " + e;
        }
    }
}
