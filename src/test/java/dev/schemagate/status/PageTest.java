package dev.schemagate.status;

import java.time.Instant;
import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.schemagate.config.GateConfig;
import dev.schemagate.pod.Heartbeat;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.pod.Sessions;
import dev.schemagate.sequence.Progress;
import dev.schemagate.testing.PostgresTestResource;
import dev.schemagate.watch.WatchStatus;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page says in states that are hard to come by. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class PageTest {

    private static final Instant TIME = Instant.parse("2026-11-26T03:07:12Z");
    private static final String HOSTILE = "column \"</td><script>alert(1)</script>&\" does not exist";
    private static final String HOTFIX = "ALTER TABLE \"public\".\"T\" ADD COLUMN IF NOT EXISTS \"c\" <type?>;";

    @Inject
    GateConfig config;

    private static Status status(String state, String code, boolean reachable, WatchStatus watch) {
        boolean ready = state.equals("verified") || state.equals("probation");
        return new Status(
                state,
                ready,
                state.equals("verified"),
                code,
                "42703 " + HOSTILE,
                TIME,
                new PodIdentity("shop", "shop-7f-a", "7f"),
                "db:5432/shop",
                new Sessions.Connectivity(reachable, TIME, ""),
                List.of(new Status.StepStatus("hotfix", "done", 12, "1 applied", TIME)),
                new Progress("0001.sql:1", "i", "building index: scanning table", 34, TIME),
                new Status.HotfixStatus(1, 0, List.of(new Status.Found("missing", 2))),
                List.of("index i is INVALID"),
                List.of("view nemo.v reads public.t"),
                "the guard is not installed",
                List.of(new Heartbeat.Peer("shop-7e-b", "7e", "verified", true, TIME)),
                watch,
                List.of(new Status.Event(TIME, state, code, HOSTILE)));
    }

    private static WatchStatus watch(boolean readable, String suggestion) {
        return new WatchStatus(
                "",
                List.of(new WatchStatus.SourceStatus(
                        "server-log", readable, readable ? "" : "permission denied", "", 0)),
                null,
                0,
                "",
                1,
                "",
                List.of(new WatchStatus.ErrorStatus(
                        "42703",
                        HOSTILE,
                        null,
                        "shop",
                        "",
                        "pod",
                        true,
                        3,
                        TIME,
                        TIME,
                        suggestion,
                        "its type is not known")));
    }

    private String html(Status status) {
        return Page.Templates.page(status, Advice.of(status, config), "1.0", "n")
                .render();
    }

    private String text(Status status) {
        return Page.Templates.text(status, Advice.of(status, config), "1.0").render();
    }

    @Test
    void a_revoked_gate_shows_one_action_to_copy() {
        Status revoked = status("revoked", "db-errors", true, watch(true, HOTFIX));

        assertThat(html(revoked))
                .contains("✗ Not ready", "<title>✗ revoked · shop-7f-a</title>")
                .contains(
                        "ADD COLUMN IF NOT EXISTS &quot;c&quot; &lt;type?&gt;;",
                        "its type is not known, so look it up first")
                .contains("New files in the hotfix folder are applied at once")
                .contains("shop-7e-b", "2 missing", "index i is INVALID")
                .contains("0001.sql:1 builds index i: building index: scanning table, 34 %, since <time>");
        assertThat(text(revoked))
                .startsWith("NOT READY, revoked since 2026-11-26T03:07:12Z: 42703 column")
                .contains("\n  " + HOTFIX + "\n");
    }

    @Test
    void what_a_log_line_says_is_text() {
        assertThat(html(status("revoked", "db-errors", true, watch(true, null))))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;")
                .doesNotContain("<script");
    }

    @Test
    void a_failed_gate_says_what_its_code_asks_for() {
        assertThat(text(status("failed", "DB006", true, watch(true, null))))
                .contains(
                        "What to do now:  Run the GRANT that the message shows.",
                        "It is tried again when a file changes");
    }

    @Test
    void a_blind_gate_names_its_source() {
        assertThat(text(status("probation", "no-log-source", false, watch(false, null))))
                .contains("Let the gate read the log, source server-log: permission denied.")
                .contains("server-log  CANNOT BE READ  permission denied", "NOT REACHABLE since");
    }

    @Test
    void a_verified_gate_asks_for_nothing_and_does_not_reload() {
        assertThat(html(status("verified", "verified", true, watch(true, null))))
                .contains("✓ Ready")
                .doesNotContain("What to do now", "http-equiv=\"refresh\"");
    }

    @Test
    void is_small() {
        assertThat(html(status("revoked", "db-errors", true, watch(true, HOTFIX))))
                .hasSizeLessThan(15_000);
    }
}
