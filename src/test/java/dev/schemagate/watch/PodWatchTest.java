package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.kubernetes.TestCluster;
import dev.schemagate.watch.record.LinePrefix;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.PlainLog;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.record.States;
import dev.schemagate.watch.source.PodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The app's own log through the Kubernetes API, where the database's cannot be had. */
class PodWatchTest extends WatchedDatabase {

    private static final String PRISMA =
            "prisma.errors.DataError: The column `LiteLLM_VerificationToken.budget_fallbacks`"
                    + " does not exist in the current database.";

    private TestCluster cluster;

    @BeforeEach
    void cluster() {
        cluster = new TestCluster(files);
        cluster.start("web-1", "litellm");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(cluster.settings()));
        all.addAll(List.of("gate.watch.sources", "pod", "gate.watch.container", "litellm"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Writes like an app that is asked something, until the gate is there. */
    private void turnBusyUntil(String stateOrCode, TestGate gate) {
        soon().alias(stateOrCode).until(() -> {
            cluster.write("web-1", "litellm", "INFO: 10.0.0.7 - \"GET /health/readiness HTTP/1.1\" 200 OK");
            turn(gate);
            return is(gate, stateOrCode);
        });
    }

    @Test
    void verifies_revokes_and_verifies_again_by_the_apps_own_words() throws Exception {
        TestGate gate = gate("web-1", settings());
        turnBusyUntil("verified", gate);

        cluster.write("web-1", "litellm", "14:19:38 - LiteLLM Proxy:ERROR: utils.py:5783 - Exception: " + PRISMA);
        turnUntil("revoked", gate);

        assertThat(gate.gate.state().reason()).contains("42703").contains("LiteLLM_VerificationToken.budget_fallbacks");
        assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
        turnBusyUntil("probation", gate);
        turnBusyUntil("verified", gate);
        assertThat(gate.watch.status().sources().get(0).reason())
                .contains("pod web-1, container litellm", "by the Kubernetes API it is known up to 20");
    }

    /** The gate's clock only goes on: here it is an hour ahead of the node's, which was set back. */
    @Test
    void an_error_counts_although_the_clock_of_the_node_was_set_back() {
        Clock ours = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        LogFormats formats = new LogFormats(
                new States(List.of("42703")),
                ZoneOffset.UTC,
                new LinePrefix(""),
                new PlainLog(false, Set.of(), Session.UNTOLD),
                ours);
        List<LogRecord> found = new ArrayList<>();
        try (PodSource source = new PodSource(
                cluster::cluster,
                new PodSource.Target("web-1", Optional.of("litellm")),
                () -> formats,
                List.of(),
                Duration.ofMillis(400),
                ours)) {
            cluster.write("web-1", "litellm", PRISMA);
            soon().until(() -> {
                source.poll(found::add);
                return found.stream().anyMatch(LogRecord.Failed.class::isInstance);
            });
        }

        assertThat(found)
                .filteredOn(LogRecord.Failed.class::isInstance)
                .singleElement()
                .satisfies(
                        error -> assertThat(error.time()).isAfter(ours.instant().minusSeconds(60)));
    }

    @Test
    void an_app_that_is_silent_for_want_of_traffic_is_not_verified() throws Exception {
        TestGate gate = gate("web-1", settings());
        turnUntil("no-traffic", gate);
        turnFor(Duration.ofSeconds(3), gate);
        assertThat(gate.gate.state().name()).isEqualTo("probation");

        cluster.write("web-1", "litellm", "INFO: something");
        turnUntil("verified", gate);
    }

    @Test
    void a_session_of_the_pod_is_traffic() throws Exception {
        TestGate gate = gate("web-1", settings());
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            assertThat(app.isClosed()).isFalse();
        }
    }

    @Test
    void says_which_role_is_missing_and_opens_all_the_same() throws Exception {
        cluster.refuse(100_000, 403, "User \"sa\" cannot get resource \"pods/log\" in the namespace \"apps\"", "");
        TestGate gate = gate("web-1", settings());
        turnUntil("no-log-source", gate);

        assertThat(gate.gate.state().ready()).isTrue();
        assertThat(gate.gate.state().reason())
                .contains("pod web-1, container litellm")
                .contains("pods/log")
                .contains("watch-pod");
        assertThat(gate.watch.status().sources().get(0).readable()).isFalse();
    }

    @Test
    void waits_for_an_app_that_has_not_started() throws Exception {
        cluster.create("web-2", "litellm");
        TestGate gate = gate("web-2", settings());
        turnFor(Duration.ofSeconds(3), gate);

        assertThat(gate.gate.state().ready()).isTrue();
        assertThat(gate.watch.status().sources().get(0).reason()).contains("has not started yet");
        assertThat(gate.gate.state().name()).isEqualTo("probation");
        cluster.start("web-2", "litellm");
        cluster.write("web-2", "litellm", PRISMA);
        turnUntil("revoked", gate);
    }

    /** What the app wrote while the gate's process was away is read by the next one. */
    @Test
    void a_restarted_gate_goes_on_where_it_was() throws Exception {
        TestGate first = gate("web-1", settings());
        turnBusyUntil("verified", first);
        turnFor(Duration.ofMillis(500), first);
        cluster.write("web-1", "litellm", PRISMA);

        TestGate second = gate("web-1", settings());
        turnUntil("revoked", second);
        assertThat(second.watch.errors("42703", "pod")).isEqualTo(1);
    }

    @Test
    void outside_of_a_cluster_says_what_to_set() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.sources", "pod");
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("gate.kubernetes.url");
    }

    @Test
    void the_secrets_of_a_line_are_not_shown() throws Exception {
        TestGate gate = gate("web-1", settings());
        turnBusyUntil("verified", gate);
        cluster.write(
                "web-1",
                "litellm",
                "sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedColumn) column guardrail_run.verdict does not exist"
                        + " [parameters: {'token': 'sk-secret'}]");
        turnUntil("revoked", gate);
        assertThat(gate.watch.status() + gate.gate.state().reason())
                .contains("guardrail_run.verdict")
                .doesNotContain("sk-secret");
    }
}
