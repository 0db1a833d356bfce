package dev.schemagate.status;

import java.util.List;

import jakarta.inject.Inject;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
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
    StatusView view;

    private Page page;

    @BeforeEach
    void page() {
        page = new Page(view, config, Statuses.CLOCK, "0.1.0");
    }

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
                        "Write this hotfix as hotfixes/0003_suggested.sql",
                        "ADD COLUMN IF NOT EXISTS &quot;session_id&quot; &lt;type?&gt;;",
                        "Check first: its type is not known.")
                .contains(
                        "New files in the hotfix folder are applied at once",
                        "The gate opens after 37 s more of log without another error",
                        "stays closed for 4 min")
                .contains(
                        "shop-7e-b", "<li>Revision 7f: 0 of 1 ready (1 revoked)</li>", "The last ready pod stays open")
                .contains("canary", "2 missing", "index i is INVALID")
                .contains("line 3 <strong>missing</strong>", "(takes ACCESS EXCLUSIVE on Tax)")
                .contains("0001.sql:1 builds index i: building index: scanning table, 34 %, for ")
                .contains("the process began")
                .contains("<code>gate.database.url=(set)</code>, ");
        assertThat(text(revoked))
                .startsWith("NOT READY, revoked since 2026-11-26T03:07:12Z (4 min): 42703 column")
                .contains("\n" + Statuses.HOTFIX + "\n")
                .doesNotContain("&quot;");
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
        assertThat(text(Statuses.of(
                        "failed",
                        "DB006",
                        "permission denied; run as an administrator: GRANT CREATE ON DATABASE shop TO app;",
                        true,
                        Statuses.watch(true, HOSTILE, null))))
                .contains(
                        "What to do now:\n  Run the GRANT that the message shows.",
                        "\nGRANT CREATE ON DATABASE shop TO app;\n",
                        "The gate tries again when a file changes");
    }

    @Test
    void what_failed_after_the_gate_had_opened_is_what_to_do_first() {
        Status.StepStatus hotfix = new Status.StepStatus(
                "hotfix", "failed", 3, "[HF002] hotfixes/0003_suggested.sql:1:80: syntax error", Statuses.TIME);
        for (String state : List.of("verified", "probation", "revoked")) {
            assertThat(text(Statuses.of(
                            state, "db-errors", "42703", true, Statuses.watch(true, "m", Statuses.HOTFIX), hotfix)))
                    .contains(
                            "What to do now:\n  Step hotfix failed: [HF002] hotfixes/0003_suggested.sql:1:80: syntax error."
                                    + " Correct the place that the message names.")
                    .contains("The sequence is tried again when a file changes, and every ")
                    .doesNotContain(Statuses.HOTFIX);
        }
    }

    @Test
    void a_code_is_said_to_be_in_the_runbook_only_where_it_is() {
        assertThat(text(Statuses.of("revoked", "db-errors", "r", true, Statuses.watch(true, "m", null))))
                .contains("Code db-errors, a heading in docs/runbook.md\n");
        assertThat(text(Statuses.of("verified", "verified", "r", true, Statuses.watch(true, "m", null))))
                .contains("Code verified\n");
    }

    @Test
    void what_is_to_be_copied_is_all_that_is_to_be_run() {
        assertThat(text(Statuses.of(
                        "failed",
                        "DB011",
                        "run: ALTER SYSTEM SET log_line_prefix = '%m '; SELECT pg_reload_conf(); or add jsonlog",
                        true,
                        Statuses.watch(true, "m", null))))
                .contains("\nALTER SYSTEM SET log_line_prefix = '%m ';\nSELECT pg_reload_conf();\n");
    }

    @Test
    void a_blind_gate_names_its_source() {
        assertThat(text(Statuses.of(
                        "probation", "no-log-source", "42703 " + HOSTILE, false, Statuses.watch(false, HOSTILE, null))))
                .contains("Let the gate read the log, source server-log: permission denied.")
                .contains("server-log  CANNOT BE READ: permission denied", "NOT REACHABLE since");
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
    void whoever_is_in_the_way_is_named_with_what_ends_it() {
        Status waiting = Statuses.of(
                "applying",
                "hotfix",
                "running step hotfix: 0001.sql:1 waits for pid 4711 (app, pid 1 (x), idle in transaction",
                true,
                Statuses.watch(true, HOSTILE, null));

        assertThat(html(waiting)).contains("<pre tabindex=\"0\">SELECT pg_terminate_backend(4711);</pre>");
    }

    @Test
    void a_hotfix_that_is_not_what_it_seems_to_be_is_not_for_copying() {
        Status odd = Statuses.of(
                "revoked",
                "db-errors",
                "42703",
                true,
                Statuses.watch(true, HOSTILE, "ALTER TABLE t \u202E ADD COLUMN x;"));

        assertThat(html(odd)).contains("It is in /status").doesNotContain("<pre");
    }

    /** Whatever a database, a log or a folder holds: both forms say the same first of it, and how much more there is. */
    @Test
    void is_small_however_much_there_is_to_tell() {
        Status much = Statuses.much();

        assertThat(html(much))
                .contains("And 9988 more in ", "Revision 1: 3333 of 10000 ready")
                .doesNotContain("<script")
                .hasSizeLessThan(128_000);
        assertThat(text(much)).contains("and 9988 more in /status").hasSizeLessThan(60_000);
        assertThat(text(much))
                .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009F\u200B-\u200F\u202A-\u202E\u2066-\u2069&&[^\\n]]");
        assertThat(text(much).lines()).noneMatch(line -> line.startsWith("READY"));
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
