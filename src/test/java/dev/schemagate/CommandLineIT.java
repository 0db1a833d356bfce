package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.cli.Verb;
import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Arguments, configuration and exit codes of the packaged program. */
class CommandLineIT {

    @TempDir
    Path files;

    @Test
    void a_typo_in_a_key_stops_the_start_with_the_nearest_name() {
        fails(
                2,
                "gate.hotfix.lok-timeout",
                Map.of(),
                "did you mean gate.hotfix.lock-timeout?",
                "-Dgate.hotfix.lok-timeout=1s",
                "run");
    }

    @Test
    void a_wrong_value_is_a_usage_error() {
        fails(2, "gate.hotfix.lock-timeout", Map.of("GATE_HOTFIX_LOCK_TIMEOUT", "soon"), "soon", "run");
        fails(
                2,
                "[CF001] DATABASE_URL is not a PostgreSQL connection string",
                Map.of("DATABASE_URL", "mysql://u:s3cret@h/d"),
                "is not a PostgreSQL connection string",
                "run");
        fails(2, "[CF002] no database is configured", Map.of(), "GATE_DATABASE_URL", "run");
        fails(2, "[CF002] no database is configured", Map.of(), "GATE_DATABASE_URL", "serve");
    }

    @Test
    void an_unknown_verb_or_option_is_a_usage_error() {
        fails(2, "Unmatched argument", Map.of(), "'wash'", "wash");
        fails(2, "Unknown option", Map.of(), "'--loud'", "run", "--loud");
    }

    @Test
    void an_unknown_variable_is_warned_of_and_the_exec_probe_asks_the_running_gate() {
        String url = PostgresServer.shared().newDatabase().url();
        try (GateProcess gate = GateProcess.start(Map.of("DATABASE_URL", url, "GATE_PORT", "tcp://10.0.0.1:80"))) {
            await().until(() -> gate.code("/ready") == 200);

            assertThat(gate.output()).contains("warning: GATE_PORT sets nothing");
            try (GateProcess probe =
                    GateProcess.start(Map.of("QUARKUS_HTTP_PORT", String.valueOf(gate.port())), "ready")) {
                assertThat(probe.exitCode()).isZero();
                assertThat(probe.output()).contains("yes, probation (no-log-source): source server-log");
            }
            try (GateProcess status =
                    GateProcess.start(Map.of("QUARKUS_HTTP_PORT", String.valueOf(gate.port())), "status")) {
                assertThat(status.exitCode()).isZero();
                assertThat(status.output()).startsWith("READY, probation since").contains("  preflight: done in ");
            }
            try (GateProcess probe = GateProcess.start(
                    Map.of("QUARKUS_HTTP_PORT", String.valueOf(gate.port())), "ready", "--path", "/verified")) {
                assertThat(probe.exitCode()).isEqualTo(1);
                assertThat(probe.output()).contains("no, probation (no-log-source)");
            }
        }
        fails(3, "no gate answers", Map.of(), "127.0.0.1", "ready");
        fails(3, "no gate answers", Map.of(), "127.0.0.1", "status");
    }

    /** As an entrypoint does that begins before the gate. */
    @Test
    void ready_waits_for_a_gate_that_is_not_there_yet() {
        String url = PostgresServer.shared().newDatabase().url();
        try (GateProcess waiting = GateProcess.start(Map.of(), "ready", "--wait", "60s")) {
            try (GateProcess gate = GateProcess.start(
                    Map.of("DATABASE_URL", url, "QUARKUS_HTTP_PORT", String.valueOf(waiting.port())))) {
                assertThat(waiting.exitCode()).isZero();
                assertThat(waiting.output()).contains("yes, probation");
                await().until(() -> gate.output().contains("state=probation"));
            }
        }
    }

    @Test
    void too_little_memory_is_no_fault_of_the_file() throws Exception {
        assumeFalse(GateProcess.isNative(), "a native executable reads no JAVA_TOOL_OPTIONS");
        String file = Files.writeString(files.resolve("0001.sql"), "SELECT 1;").toString();

        fails(
                3,
                "error: [CF003] " + file + ": no memory left to parse SQL",
                Map.of("JAVA_TOOL_OPTIONS", "-Xmx40m"),
                "JAVA_TOOL_OPTIONS=-Xmx192m",
                "lint",
                file);
    }

    @Test
    void run_opens_no_port() {
        String url = PostgresServer.shared().newDatabase().url();
        try (GateProcess gate = GateProcess.start(Map.of("DATABASE_URL", url), "run")) {
            assertThat(gate.exitCode()).isZero();
            assertThat(gate.output()).doesNotContain("Listening on: http");
        }
    }

    @Test
    void lint_needs_no_database_opens_no_port_and_answers_by_exit_code() throws IOException {
        Path bad = Files.writeString(files.resolve("0001_bad.sql"), "ALTER TABLE t ADD COLUMN x int;");
        Path good = Files.writeString(files.resolve("0002_good.sql"), "ALTER TABLE t ADD COLUMN IF NOT EXISTS x int;");
        try (GateProcess lint = GateProcess.start(Map.of(), "lint", "--as", "hotfix", good.toString())) {
            assertThat(lint.exitCode()).as(lint.output()).isZero();
            assertThat(lint.output()).contains("1 hotfix: 0 errors").doesNotContain("Listening");
        }
        fails(
                1,
                "error[HF003] ",
                Map.of(),
                "0001_bad.sql:1:1: ADD COLUMN without IF NOT EXISTS",
                "lint",
                "--as",
                "hotfix",
                bad.toString());
        assertThat(Verb.exits(1, Map.of(), "lint", "--as", "hotfix", "--format", "json", bad.toString()))
                .contains("\"rule\"", "\"line\"");
        assertThat(Verb.exits(2, Map.of(), "lint")).contains("Missing required parameter", "PATH");
    }

    @Test
    void output_is_utf_8_whatever_the_locale_says() throws IOException {
        Path file = Files.writeString(files.resolve("0001.sql"), "ALTER TABLE \"Größe\" ADD COLUMN \"列\" int;");
        try (GateProcess lint = GateProcess.start(Map.of("LC_ALL", "C"), "lint", file.toString())) {
            assertThat(lint.exitCode()).isOne();
            assertThat(lint.output())
                    .contains("help: ALTER TABLE public.\"Größe\" ADD COLUMN IF NOT EXISTS \"列\" int;");
        }
    }

    @Test
    void a_path_that_cannot_be_checked_is_told_beside_the_findings() throws IOException {
        Path bad = Files.writeString(files.resolve("0001.sql"), "DROP TABLE t;");
        String empty = Files.createDirectory(files.resolve("empty")).toString();
        for (String format : new String[] {"text", "json", "sarif", "github"}) {
            assertThat(Verb.exits(3, Map.of(), "lint", "--format", format, "nowhere.sql", bad.toString()))
                    .contains("error: [CF004] nowhere.sql: does not exist", "HF010");
        }
        fails(3, "error: [CF004] " + empty + ": nothing to check", Map.of(), "HF010", "lint", empty, bad.toString());
    }

    @Test
    void lint_knows_the_schemas_by_the_same_settings_as_the_gate() throws IOException {
        Path file = Files.writeString(files.resolve("0001_new.sql"), "CREATE TABLE IF NOT EXISTS litellm.t (a int);");
        String[] lint = {"lint", "--as", "hotfix", file.toString()};
        String prisma = "postgresql://u:s3cret@h/d?schema=litellm";
        fails(1, "error[HF022] ", Map.of(), "outside it", lint);
        fails(1, "error[HF020] ", Map.of("DATABASE_URL", prisma), "belongs to another engine", lint);
        fails(1, "error[HF020] ", Map.of("GATE_FOREIGN_SCHEMA", "litellm"), "belongs to another engine", lint);
        Path books = Files.writeString(files.resolve("V1__books.sql"), "ALTER TABLE books.pod ADD COLUMN x int;");
        String[] migration = {"lint", "--as", "migration", books.toString()};
        fails(1, "error[HF023] ", Map.of("GATE_SCHEMA", "books"), "is the gate's own", migration);
    }

    @Test
    void guard_prints_the_sql_for_a_named_role_without_a_database() {
        try (GateProcess guard = GateProcess.start(Map.of(), "guard", "sql", "--log-reader", "--role", "App")) {
            assertThat(guard.exitCode()).as(guard.output()).isZero();
            assertThat(guard.output())
                    .contains("SECURITY DEFINER", "ALTER ROLE \"App\" CONNECTION LIMIT 5;")
                    .doesNotContain("Listening");
        }
        fails(2, "[CF002] no database is configured", Map.of(), "GATE_DATABASE_URL", "guard", "sql", "--log-reader");
    }

    @Test
    void verify_is_not_clean_where_nothing_proves_it() {
        String url = PostgresServer.shared().newDatabase().url();
        try (GateProcess gate = GateProcess.start(Map.of("DATABASE_URL", url), "run")) {
            assertThat(gate.exitCode()).as(gate.output()).isZero();
        }
        fails(
                3,
                "no data: revision none, 0 pods; ",
                Map.of("DATABASE_URL", url),
                "has that revision",
                "verify",
                "--revision",
                "none",
                "--for",
                "1s");
    }

    private static void fails(int code, String text, Map<String, String> environment, String detail, String... args) {
        try (GateProcess gate = GateProcess.start(environment, args)) {
            assertThat(gate.exitCode()).as(gate.output()).isEqualTo(code);
            assertThat(gate.output()).contains(text, detail).doesNotContain("s3cret");
        }
    }
}
