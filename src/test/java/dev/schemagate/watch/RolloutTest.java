package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** A whole deploy: two revisions of three pods beside each other. */
@EveryVersion
class RolloutTest extends WatchedDatabase {

    @Test
    void in_a_rolling_update_only_the_revision_that_misses_a_column_closes() throws Exception {
        List<TestGate> old = new ArrayList<>();
        List<TestGate> fresh = new ArrayList<>();
        List<TestGate> all = new ArrayList<>();
        List<Connection> sessions = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            old.add(gate("web-old-" + i, settings("r1")));
            sessions.add(server.connect(database, "web-old-" + i));
        }
        untilAll("verified", old);
        for (int i = 1; i <= 3; i++) {
            fresh.add(gate("web-new-" + i, settings("r2")));
            sessions.add(server.connect(database, "web-new-" + i));
        }
        all.addAll(old);
        all.addAll(fresh);
        untilAll("probation", fresh);

        for (Connection session : sessions.subList(0, 3)) {
            LoggingServer.fail(session, "SELECT name FROM public.users");
        }
        LoggingServer.fail(sessions.get(4), "SELECT nickname FROM public.users");
        soon().until(() -> {
            turn(all.toArray(TestGate[]::new));
            return fresh.stream().noneMatch(gate -> gate.gate.state().ready());
        });
        // Whoever took its turn before the one that reads for all sees it now.
        turn(all.toArray(TestGate[]::new));

        assertThat(old).allMatch(gate -> gate.gate.state().ready());
        assertThat(fresh.get(1).watch.errors("42703", "pod")).isEqualTo(1);
        assertThat(fresh.get(0).watch.errors("42703", "revision")).isEqualTo(1);
        assertThat(old.get(0).watch.errors("42703", "other")).isEqualTo(1);

        System.out.println("rollout: old " + states(old) + ", new " + states(fresh));
        // The old ones meet an error of their own: of the last three, one stays open.
        for (Connection session : sessions.subList(0, 3)) {
            LoggingServer.fail(session, "SELECT nickname FROM public.users");
        }
        soon().until(() -> {
            turn(all.toArray(TestGate[]::new));
            return old.stream().filter(gate -> gate.gate.state().ready()).count() == 1;
        });
        turnFor(Duration.ofSeconds(2), all.toArray(TestGate[]::new));
        System.out.println("rollout: old " + states(old) + ", new " + states(fresh));
        assertThat(all.stream().filter(gate -> gate.gate.state().ready()))
                .singleElement()
                .satisfies(gate -> assertThat(gate.gate.state().code()).isEqualTo("degraded"));
        for (Connection session : sessions) {
            session.close();
        }
    }

    private static String[] settings(String revision) {
        return new String[] {
            "gate.revision", revision,
            // So that none counts as gone where the machine is busy.
            "gate.pod-heartbeat", "5s",
            "gate.watch.window", "3s",
            "gate.watch.quiet", "60s",
            "gate.watch.scope", "revision",
            "gate.watch.last-replica", "keep"
        };
    }

    private static void untilAll(String state, List<TestGate> gates) {
        soon().alias(state).until(() -> {
            turn(gates.toArray(TestGate[]::new));
            return gates.stream().allMatch(gate -> is(gate, state));
        });
    }

    private static List<String> states(List<TestGate> gates) {
        return gates.stream().map(gate -> gate.gate.state().code()).toList();
    }
}
