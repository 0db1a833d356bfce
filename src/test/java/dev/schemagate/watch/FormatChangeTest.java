package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** The server's log changes its format while a gate reads it: nothing is lost and nothing counted twice. */
@EveryVersion
class FormatChangeTest extends WatchedDatabase {

    private static final int EACH = 100;

    private int written;

    @AfterEach
    void back() {
        server.logTo("jsonlog,csvlog,stderr");
    }

    private void write(Connection app) {
        for (int i = 0; i < EACH; i++) {
            LoggingServer.fail(app, "SELECT missing_" + written++);
        }
    }

    /** Errors before and after each change, all of them before the gate looks again. */
    private void changes(TestGate gate, Connection app, String... destinations) {
        List<String> counted = new ArrayList<>();
        for (String destination : destinations) {
            write(app);
            server.logTo(destination);
            write(app);
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "pod") >= written;
            });
            turn(gate, gate, gate);
            counted.add(destination + " " + gate.watch.errors("42703", "pod"));
            assertThat(gate.watch.errors("42703", "pod")).as(counted.toString()).isEqualTo(written);
        }
        System.out.println("changes of format: " + counted);
    }

    @Test
    void counts_exactly_over_changes_of_the_format() throws Exception {
        server.logTo(server.hasJson() ? "jsonlog" : "csvlog");
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("watching", gate);
            changes(gate, app, server.hasJson() ? "csvlog" : "stderr", "stderr", "csvlog", "stderr");
        }
    }

    @Test
    void counts_once_what_two_formats_hold() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("watching", gate);
            changes(gate, app, "csvlog,stderr", "stderr", "csvlog,stderr", "stderr");
        }
    }

    @Test
    void a_change_is_a_gap_and_clean_only_a_window_later() throws Exception {
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            assertThat(app.isValid(1)).isTrue();
            turnUntil("verified", gate);
            server.logTo("stderr");
            turnUntil("log-gap", gate);

            assertThat(gate.gate.state().reason()).contains("to stderr");
            assertThat(gate.gate.state().ready()).isTrue();
            turnUntil("verified", gate);
        }
    }

    /** As where its file system is away for a while. */
    @Test
    void a_directory_that_is_another_for_a_while_is_read_once() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("watching", gate);
            for (String directory : new String[] {"another", "log"}) {
                write(app);
                soon().until(() -> {
                    turn(gate);
                    return gate.watch.errors("42703", "pod") >= written;
                });
                server.set("log_directory", directory);
                turnFor(Duration.ofSeconds(1), gate);
            }
            write(app);
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "pod") >= written;
            });
            turn(gate, gate, gate);
            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(written);
        } finally {
            server.set("log_directory", "log");
        }
    }

    /** Whatever the zone, an error is not taken for one of hours ago. */
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Tokyo", "America/New_York"})
    void an_error_right_after_a_change_of_the_zone_revokes(String zone) throws Exception {
        try (Connection app = server.connect(database, "web-1")) {
            TestGate gate = gate("web-1");
            for (String next : new String[] {zone, "UTC"}) {
                turnUntil("verified", gate);
                server.set("log_timezone", next);
                LoggingServer.fail(app, "SELECT in_" + next.length());
                turnUntil("revoked", gate);
            }
            turnUntil("verified", gate);
        } finally {
            server.set("log_timezone", "UTC");
        }
    }

    @Test
    void a_change_while_the_gate_was_down_is_read_from_where_it_was() throws Exception {
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            server.logTo("csvlog");
            write(app);
            TestGate again = gate("web-1", "gate.watch.on-error", "report");
            soon().until(() -> {
                turn(again);
                return again.watch.errors("42703", "pod") >= written;
            });
            turn(again, again);
            assertThat(again.watch.errors("42703", "pod")).isEqualTo(written);
        }
    }
}
