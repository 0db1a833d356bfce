package dev.schemagate.status;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dev.schemagate.config.GateConfig;
import dev.schemagate.testing.PostgresTestResource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page says in states that are hard to come by. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class PageTest {

    private static final String HOSTILE = "column \"</td><script>alert(1)</script>&\" does not exist";

    @Inject
    GateConfig config;

    @Inject
    Page page;

    private String html(Status status) {
        return page.html(status, false).body();
    }

    private String text(Status status) {
        return page.text(status).body();
    }

    @Test
    void a_revoked_gate_shows_one_action_to_copy() {
        Status revoked = Statuses.of(
                "revoked", "db-errors", "42703 " + HOSTILE, true, Statuses.watch(true, HOSTILE, Statuses.HOTFIX));

        assertThat(html(revoked))
                .contains("✗ Not ready", "<title>✗ revoked · shop-7f-a</title>")
                .contains(
                        "ADD COLUMN IF NOT EXISTS &quot;session_id&quot; &lt;type?&gt;;",
                        "Check first: its type is not known.")
                .contains("New files in the hotfix folder are applied at once")
                .contains("shop-7e-b", "2 missing", "index i is INVALID")
                .contains("0001.sql:1 builds index i: building index: scanning table, 34 %, since <time>");
        assertThat(text(revoked))
                .startsWith("NOT READY, revoked since 2026-11-26T03:07:12Z: 42703 column")
                .contains("\n  " + Statuses.HOTFIX + "\n");
    }

    @Test
    void what_a_log_line_says_is_text() {
        assertThat(html(Statuses.of(
                        "revoked", "db-errors", "42703 " + HOSTILE, true, Statuses.watch(true, HOSTILE, null))))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;")
                .doesNotContain("<script");
    }

    @Test
    void what_a_log_line_says_moves_no_cursor() {
        String hostile = "column \u001B[2J\u009B1m\u202Ex\r does not exist";

        assertThat(text(Statuses.of(
                        "revoked", "db-errors", "42703 " + hostile, true, Statuses.watch(true, hostile, null))))
                .contains("42703 column  [2J 1m x  does not exist")
                .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009F\u202E&&[^\\n]]");
    }

    @Test
    void a_failed_gate_says_what_its_code_asks_for() {
        assertThat(text(Statuses.of("failed", "DB006", "42703 " + HOSTILE, true, Statuses.watch(true, HOSTILE, null))))
                .contains(
                        "What to do now:  Run the GRANT that the message shows.",
                        "The gate tries again when a file changes");
    }

    @Test
    void a_blind_gate_names_its_source() {
        assertThat(text(Statuses.of(
                        "probation", "no-log-source", "42703 " + HOSTILE, false, Statuses.watch(false, HOSTILE, null))))
                .contains("Let the gate read the log, source server-log: permission denied.")
                .contains("server-log  CANNOT BE READ  permission denied", "NOT REACHABLE since");
    }

    @Test
    void a_verified_gate_asks_for_nothing_and_does_not_reload() {
        assertThat(html(Statuses.of(
                        "verified", "verified", "42703 " + HOSTILE, true, Statuses.watch(true, HOSTILE, null))))
                .contains("✓ Ready")
                .doesNotContain("What to do now", "loads again");
    }

    @Test
    void an_unsettled_page_reloads_until_somebody_wants_to_read() {
        Status revoked =
                Statuses.of("revoked", "db-errors", "42703 " + HOSTILE, true, Statuses.watch(true, HOSTILE, null));

        assertThat(page.html(revoked, false).headers()).containsEntry("Refresh", "5");
        assertThat(page.html(revoked, false).body()).contains("<a href=\"/?still\">stop that</a>");
        assertThat(page.html(revoked, true).headers()).doesNotContainKey("Refresh");
        assertThat(page.html(revoked, true).body()).contains("<a href=\"/\">let it load again</a>");
    }

    @Test
    void is_small() {
        assertThat(html(Statuses.of(
                        "revoked",
                        "db-errors",
                        "42703 " + HOSTILE,
                        true,
                        Statuses.watch(true, HOSTILE, Statuses.HOTFIX))))
                .hasSizeLessThan(15_000);
    }
}
