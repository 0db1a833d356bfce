package dev.schemagate.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.watch.LoggingServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Our manifests, played: rendered by kubectl, rolled as a Deployment is, run by podman in the order that a kubelet keeps, against a real
 * PostgreSQL and its log.
 */
class KubeletIT {

    private static final Duration SOON = Duration.ofSeconds(90);

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

    /** In every container's name, which is the machine's. */
    private static final String RUN = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    /** Likewise the loopback's addresses. */
    private static final String NETWORK =
            "127.0." + (1 + ProcessHandle.current().pid() % 250) + ".";

    @TempDir
    Path files;

    private final List<PlayedPod> pods = new ArrayList<>();
    private LoggingServer server;
    private String database;
    private PlayedContainer.Node node;
    private Deployment deployment;

    @BeforeEach
    void render() throws Exception {
        assumeFalse(GateProcess.isNative(), "skipped: the image that is played is Dockerfile.jvm's");
        Podman podman = Podman.orSkip();
        List<JsonNode> documents = Manifests.render(
                files, List.of(Manifests.FOLDER.resolve("overlays/litellm")), List.of(Manifests.component("jvm")));
        deployment = new ObjectMapper()
                .treeToValue(
                        documents.stream()
                                .filter(document -> Manifests.kind(document).equals("Deployment"))
                                .findFirst()
                                .orElseThrow(),
                        Deployment.class);
        server = LoggingServer.shared();
        database = server.newDatabase();
        server.execute(
                database,
                "CREATE TABLE \"LiteLLM_VerificationToken\" (token text PRIMARY KEY)",
                "CREATE TABLE \"LiteLLM_DailyTeamSpend\" (id text PRIMARY KEY)",
                "CREATE TABLE \"LiteLLM_SpendLogs\" (request_id text PRIMARY KEY)");
        node = new PlayedContainer.Node(
                podman,
                Map.of("schema-gate:0.1.0-jvm", gate(), "litellm:1.83.2", app()),
                Map.of("litellm-database", Map.of("username", "postgres", "password", "postgres")),
                configMaps(documents),
                Map.of("postgres:5432/litellm", "127.0.0.1:" + server.port() + "/" + database));
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

    private PlayedPod pod(String revision) {
        int number = pods.size() + 1;
        String name = "litellm-" + revision + "-" + number + "-" + RUN;
        PlayedPod pod = new PlayedPod(
                new PlayedContainer.Pod(node, deployment.getSpec().getTemplate(), name, NETWORK + number, revision));
        pods.add(pod);
        return pod;
    }

    private void until(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(300))
                .atMost(SOON)
                .conditionEvaluationListener(new ConditionEvaluationListener<>() {
                    @Override
                    public void conditionEvaluated(EvaluatedCondition<Object> condition) {}

                    @Override
                    public void onTimeout(TimeoutEvent event) {
                        pods.forEach(KubeletIT::print);
                    }
                })
                .until(condition);
    }

    private static void print(PlayedPod pod) {
        try {
            System.out.println(pod.name() + " " + pod.events() + "\n" + pod.log("schema-gate"));
        } catch (Exception e) {
            System.out.println(pod.name() + " " + pod.events() + " " + e);
        }
    }

    private boolean hasColumn(String table, String column) {
        return server.query(
                        database,
                        "SELECT count(*) FROM information_schema.columns WHERE table_name = '" + table
                                + "' AND column_name = '" + column + "'")
                .equals("1");
    }

    /**
     * Three revisions: a good one, one whose hotfix is refused, and one whose code asks for a column that no hotfix adds at first. In
     * each pod the app starts behind the gate and ends before it.
     */
    @Test
    void a_rollout_goes_on_only_past_pods_that_stay_ready() throws Exception {
        set("GATE_HOTFIX_RECHECK", "1s");
        // Long enough for the test to see that the gate is closed.
        set("GATE_WATCH_QUIET", "10s");
        Duration minReady = Duration.ofSeconds(deployment.getSpec().getMinReadySeconds());
        Duration deadline = Duration.ofSeconds(deployment.getSpec().getProgressDeadlineSeconds());
        Path hotfixes = node.configMaps().get("hotfixes");
        PlayedDeployment rollout = new PlayedDeployment(deployment.getSpec(), this::pod);

        rollout.roll("r1");
        until(() -> ready(rollout.reconcile(), 2));
        rollout.pass(minReady);
        assertThat(rollout.isComplete()).isTrue();
        List<PlayedPod> first = rollout.reconcile();
        assertThat(hasColumn("LiteLLM_VerificationToken", "agent_id")).isTrue();
        assertThat(server.query(database, "SELECT string_agg(app || ' ' || revision, ',') FROM schema_gate.pod"))
                .isEqualTo("litellm r1,litellm r1");

        // Refused: the app is never started, and the old pods serve on.
        Path bad = hotfixes.resolve("0009_bad.sql");
        Files.writeString(bad, "ALTER TABLE \"LiteLLM_VerificationToken\" DROP COLUMN agent_id;");
        rollout.roll("r2");
        PlayedPod refused = newest(rollout);
        until(() -> refused.log("schema-gate").contains("HF010"));
        rollout.pass(deadline);
        assertThat(rollout.hasExceededItsDeadline()).isFalse();
        rollout.pass(Duration.ofSeconds(1));
        assertThat(rollout.hasExceededItsDeadline()).isTrue();
        assertThat(rollout.reconcile()).containsExactly(first.get(0), first.get(1), refused);
        assertThat(ready(first, 2)).isTrue();
        assertThat(refused.events()).containsExactly("schema-gate created");
        assertThat(hasColumn("LiteLLM_VerificationToken", "agent_id")).isTrue();

        // Revoked: ready, and for less than minReadySeconds, so that the rollout holds.
        Files.delete(bad);
        rollout.roll("r3");
        until(() -> !rollout.reconcile().contains(refused));
        PlayedPod revoked = newest(rollout);
        until(() -> ready(rollout.reconcile(), 3));
        rollout.pass(minReady.minusSeconds(1));
        try (Connection app = server.connect(database, revoked.name())) {
            assertThat(LoggingServer.fail(app, "SELECT session_id FROM \"LiteLLM_SpendLogs\""))
                    .isEqualTo("42703");
        }
        until(() -> !revoked.ready());
        rollout.pass(minReady);
        assertThat(rollout.reconcile()).containsExactly(first.get(0), first.get(1), revoked);
        assertThat(ready(first, 2)).isTrue();

        // Mended by a hotfix, in the pod that runs: the rollout goes on where it was.
        Files.writeString(
                hotfixes.resolve("0004_session_id.sql"),
                "ALTER TABLE \"LiteLLM_SpendLogs\" ADD COLUMN IF NOT EXISTS session_id text;");
        until(() -> ready(rollout.reconcile(), 3));
        rollout.pass(minReady.minusSeconds(1));
        assertThat(rollout.reconcile()).containsExactly(first.get(0), first.get(1), revoked);
        rollout.pass(Duration.ofSeconds(1));
        assertThat(rollout.reconcile()).startsWith(first.get(1), revoked).doesNotContain(first.get(0));
        until(() -> ready(rollout.reconcile(), 3));
        rollout.pass(minReady);
        assertThat(rollout.isComplete()).isTrue();
        assertThat(rollout.reconcile()).doesNotContainAnyElementsOf(first);
        assertThat(first).allSatisfy(pod -> assertThat(pod.events())
                .containsExactly(
                        "schema-gate created",
                        "schema-gate started",
                        "litellm created",
                        "litellm exit 0",
                        "schema-gate exit 0"));
        assertThat(server.query(
                        database, "SELECT string_agg(DISTINCT state, ',') FROM schema_gate.pod WHERE revision = 'r1'"))
                .isEqualTo("stopped");
    }

    private void set(String name, String value) {
        deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers()
                .get(0)
                .getEnv()
                .add(new EnvVar(name, value, null));
    }

    private static boolean ready(List<PlayedPod> pods, int count) throws Exception {
        for (PlayedPod pod : pods) {
            if (!pod.ready()) {
                return false;
            }
        }
        return pods.size() == count;
    }

    private static PlayedPod newest(PlayedDeployment rollout) throws Exception {
        List<PlayedPod> there = rollout.reconcile();
        return there.get(there.size() - 1);
    }
}
