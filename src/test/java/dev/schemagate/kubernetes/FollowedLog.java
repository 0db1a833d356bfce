package dev.schemagate.kubernetes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A container whose log is followed through a played API, and what was read of it. */
abstract class FollowedLog {

    static final Duration BEAT = Duration.ofMillis(400);

    @TempDir
    Path folder;

    TestCluster cluster;
    PodLog log;
    final List<String> read = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();
    Instant known = Instant.EPOCH;
    PodLog.Batch batch;

    @BeforeEach
    void cluster() {
        cluster = new TestCluster(folder);
        cluster.start("web-1", "app");
    }

    @AfterEach
    void close() {
        log.close();
        cluster.close();
    }

    final void open() {
        open(Instant.now(), false);
    }

    final void open(Instant from, boolean resumes) {
        log = new PodLog(
                new KubernetesApi(cluster.cluster()),
                "web-1",
                Optional.of("app"),
                from,
                resumes,
                BEAT,
                Clock.systemUTC());
    }

    final void take() {
        batch = log.take();
        batch.lines().forEach(line -> read.add(new String(line.text(), StandardCharsets.UTF_8)));
        known = batch.known() == null ? known : batch.known();
        if (!batch.gap().isEmpty()) {
            gaps.add(batch.gap());
        }
    }

    final void awaitLines(String... lines) {
        await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            take();
            assertThat(read).containsExactly(lines);
        });
    }

    /** Until the API has said that there is nothing more. */
    final void awaitKnown() {
        Instant now = Instant.now();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            take();
            return known.isAfter(now);
        });
    }

    final void awaitTrouble(String text) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            take();
            return batch.trouble().contains(text);
        });
    }

    final void write(String... lines) {
        for (String line : lines) {
            cluster.write("web-1", "app", line);
        }
    }
}
