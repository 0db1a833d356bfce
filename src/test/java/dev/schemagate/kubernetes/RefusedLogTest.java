package dev.schemagate.kubernetes;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every line once, whatever the API says, and what is told of it. */
class RefusedLogTest extends FollowedLog {

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
