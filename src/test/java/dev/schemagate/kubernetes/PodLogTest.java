package dev.schemagate.kubernetes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every line once, whatever becomes of streams, files, containers, tokens and the API. */
@Timeout(120)
class PodLogTest {

    private static final Duration BEAT = Duration.ofMillis(400);

    @TempDir
    Path folder;

    private TestCluster cluster;
    private PodLog log;
    private final List<String> read = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private Instant known = Instant.EPOCH;
    private PodLog.Batch batch;

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

    private void open() {
        open(Instant.now(), false);
    }

    private void open(Instant from, boolean resumes) {
        log = new PodLog(
                new KubernetesApi(cluster.cluster()),
                "web-1",
                Optional.of("app"),
                from,
                resumes,
                BEAT,
                Clock.systemUTC());
    }

    private void take() {
        batch = log.take();
        batch.lines().forEach(line -> read.add(new String(line.text(), StandardCharsets.UTF_8)));
        known = batch.known() == null ? known : batch.known();
        if (!batch.gap().isEmpty()) {
            gaps.add(batch.gap());
        }
    }

    private void awaitLines(String... lines) {
        await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            take();
            assertThat(read).containsExactly(lines);
        });
    }

    /** Until the API has said that there is nothing more. */
    private void awaitKnown() {
        Instant now = Instant.now();
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            take();
            return known.isAfter(now);
        });
    }

    private void awaitTrouble(String text) {
        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            take();
            return batch.trouble().contains(text);
        });
    }

    private void write(String... lines) {
        for (String line : lines) {
            cluster.write("web-1", "app", line);
        }
    }

    @Test
    void begins_with_what_is_written_from_now_on() {
        write("before");
        open();
        write("one", "two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void a_stream_that_is_cut_loses_and_doubles_nothing() {
        open();
        List<String> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            int from = round * 100;
            IntStream.range(from, from + 100).mapToObj(i -> "line " + i).forEach(line -> {
                write(line);
                all.add(line);
            });
            cluster.cut();
            IntStream.range(from, from + 3).mapToObj(i -> "same").forEach(line -> {
                write(line);
                all.add(line);
            });
        }
        awaitLines(all.toArray(String[]::new));
        awaitKnown();
        assertThat(read).containsExactlyElementsOf(all);
        assertThat(gaps).isEmpty();
    }

    @Test
    void lines_that_come_in_another_order_than_their_times_are_read_once() {
        Instant time = Instant.now().plusMillis(50);
        open();
        cluster.write("web-1", "app", time.plusMillis(3), "of stdout");
        awaitLines("of stdout");
        cluster.stall(true);
        cluster.write("web-1", "app", time.plusMillis(1), "of stderr, late");
        cluster.cut();
        cluster.stall(false);

        awaitLines("of stdout", "of stderr, late");
        awaitKnown();
        assertThat(read).hasSize(2);
    }

    /** An idle stream looks like a dead one: the log is asked. */
    @Test
    void a_dead_stream_is_found_out() {
        open();
        write("one");
        awaitLines("one");
        cluster.stall(true);
        write("two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(gaps).isEmpty();
    }

    @Test
    void follows_into_the_next_file() {
        open();
        write("one");
        awaitLines("one");
        cluster.rotate("web-1", "app");
        write("two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(gaps).isEmpty();
    }

    @Test
    void tells_of_what_a_rotation_may_have_taken_once() {
        open();
        write("one");
        awaitLines("one");
        cluster.stall(true);
        write("lost");
        cluster.rotate("web-1", "app");
        write("three");
        cluster.stall(false);
        cluster.cut();
        await().until(() -> {
            take();
            return read.contains("three");
        });
        awaitKnown();
        awaitKnown();
        assertThat(read.contains("lost") || gaps.size() == 1).isTrue();
        assertThat(gaps).hasSizeLessThan(2);
    }

    @Test
    void a_file_that_is_empty_after_a_rotation_is_a_gap_once() {
        open();
        write("one");
        awaitLines("one");
        cluster.rotate("web-1", "app");
        await().until(() -> {
            take();
            return !gaps.isEmpty();
        });
        awaitKnown();
        awaitKnown();
        assertThat(gaps).singleElement().asString().contains("rotated");
        write("two");
        awaitLines("one", "two");
    }

    @Test
    void the_rest_of_a_container_that_was_restarted_meanwhile_is_read() {
        open();
        write("one");
        awaitLines("one");
        cluster.stall(true);
        write("last words");
        cluster.restart("web-1", "app");
        write("a new life");
        cluster.stall(false);
        cluster.cut();
        await().untilAsserted(() -> {
            take();
            assertThat(read).containsExactlyInAnyOrder("one", "last words", "a new life");
        });
        awaitKnown();
        assertThat(read).hasSize(3);
        assertThat(gaps).isEmpty();
    }

    @Test
    void goes_on_where_an_earlier_process_left_off() {
        Instant time = Instant.now();
        cluster.write("web-1", "app", time, "read before");
        cluster.write("web-1", "app", time.plusNanos(1), "not read");
        open(time, true);
        awaitLines("not read");
        awaitKnown();
        assertThat(read).hasSize(1);
        assertThat(gaps).isEmpty();
    }

    @Test
    void what_was_left_off_at_and_is_gone_is_a_gap() {
        write("another file's");
        open(Instant.now().minusSeconds(60), true);
        awaitLines("another file's");
        awaitKnown();
        assertThat(gaps).hasSize(1);
    }

    @Test
    void a_container_that_has_not_started_has_written_nothing() {
        cluster.create("web-2", "app");
        log = new PodLog(
                new KubernetesApi(cluster.cluster()),
                "web-2",
                Optional.of("app"),
                Instant.now(),
                false,
                BEAT,
                Clock.systemUTC());
        await().until(() -> {
            take();
            return batch.waiting();
        });
        assertThat(batch.trouble()).isEmpty();
        assertThat(known).isEqualTo(Instant.EPOCH);
        cluster.start("web-2", "app");
        cluster.write("web-2", "app", "first");
        awaitLines("first");
    }

    @Test
    void the_token_is_read_again() {
        open();
        write("one");
        awaitLines("one");
        cluster.renewToken("second");
        cluster.cut();
        awaitTrouble("(401)");
        cluster.mountToken("second");
        write("two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(batch.trouble()).isEmpty();
        assertThat(gaps).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "403, 'User \"system:serviceaccount:apps:litellm\" cannot get resource \"pods/log\"', watch-pod",
        "404, 'pods \"web-1\" not found', gate.pod",
        "400, 'a container name must be specified for pod web-1, choose one of: [app gate]', gate.watch.container",
        "500, 'Get \"https://node:10250/containerLogs\": dial tcp: connection refused', connection refused"
    })
    void says_why_it_is_refused_and_goes_on_where_it_was(int status, String message, String told) {
        open();
        write("one");
        awaitLines("one");
        cluster.refuse(1_000, status, message, "");
        cluster.cut();
        awaitTrouble(told);
        assertThat(batch.trouble()).contains("(" + status + ")");
        write("two");
        cluster.accept();
        awaitLines("one", "two");
        awaitKnown();
        assertThat(batch.trouble()).isEmpty();
        assertThat(gaps).isEmpty();
    }

    @Test
    void a_short_failure_is_not_worth_telling() {
        open();
        write("one");
        awaitLines("one");
        cluster.refuse(1, 429, "too many requests", "0");
        cluster.cut();
        take();
        assertThat(batch.trouble()).isEmpty();
        write("two");
        awaitLines("one", "two");
    }

    @Test
    void waits_for_as_long_as_the_api_wants() {
        open();
        write("one");
        awaitLines("one");
        cluster.refuse(1, 429, "too many requests", "3");
        cluster.cut();
        awaitTrouble("too busy");
        int asked = cluster.requests().size();
        write("two");
        awaitLines("one", "two");
        assertThat(cluster.requests().size() - asked).isLessThanOrEqualTo(3);
    }

    @Test
    void what_the_api_does_not_keep_any_more_is_a_gap() {
        open();
        write("one");
        awaitLines("one");
        cluster.refuse(1, 410, "too old", "");
        cluster.cut();
        await().until(() -> {
            take();
            return !gaps.isEmpty();
        });
        write("two");
        awaitLines("one", "two");
    }

    @Test
    void an_api_that_is_away_loses_nothing() {
        open();
        write("one");
        awaitLines("one");
        cluster.breakDown(true);
        awaitTrouble("cannot read the log through the Kubernetes API");
        write("two");
        cluster.breakDown(false);
        awaitLines("one", "two");
        assertThat(gaps).isEmpty();
    }

    @Test
    void long_lines_are_cut_and_a_flood_is_read_whole() {
        open();
        write("x".repeat(LogLines.LONGEST * 3), "after");
        await().until(() -> {
            take();
            return read.contains("after");
        });
        assertThat(read.get(0).length()).isBetween(LogLines.LONGEST / 2, LogLines.LONGEST);

        read.clear();
        List<String> flood = IntStream.range(0, 30_000)
                .mapToObj(i -> "line " + i + " ".repeat(90))
                .toList();
        write(flood.toArray(String[]::new));
        awaitLines(flood.toArray(String[]::new));
    }
}
