package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The verb {@code drift} of the packaged program: what it prints, writes and answers. */
class DriftIT {

    private static final String SCHEMA = """
            datasource db {
              provider = "postgresql"
              url      = env("DATABASE_URL")
            }

            model Token {
              id      Int     @id
              agentId String? @map("agent_id")
            }
            """;

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeEach
    void a_database_that_lags_behind() throws IOException {
        database = PostgresServer.shared().newDatabase();
        database.execute("CREATE TABLE \"Token\" (id integer NOT NULL, CONSTRAINT \"Token_pkey\" PRIMARY KEY (id))");
        Files.writeString(files.resolve("schema.prisma"), SCHEMA);
        Files.createDirectory(files.resolve("hotfixes"));
    }

    private GateProcess drift(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("drift", "--prisma", files.resolve("schema.prisma").toString()));
        arguments.addAll(List.of(more));
        return GateProcess.start(Map.of("DATABASE_URL", database.url()), arguments.toArray(String[]::new));
    }

    @Test
    void what_it_writes_ends_the_drift() throws Exception {
        try (GateProcess drift = drift("--write", files.resolve("hotfixes").toString())) {
            assertThat(drift.exitCode()).as(drift.output()).isEqualTo(1);
            assertThat(drift.output())
                    .contains("schema.prisma:8: missing column public.\"Token\".agent_id")
                    .contains("patch: ALTER TABLE \"public\".\"Token\" ADD COLUMN IF NOT EXISTS \"agent_id\" TEXT;");
        }
        assertThat(hotfixes()).hasSize(1);
        try (GateProcess run = GateProcess.start(
                Map.of(
                        "DATABASE_URL", database.url(),
                        "GATE_HOTFIX_DIR", files.resolve("hotfixes").toString()),
                "run")) {
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
        try (GateProcess drift = drift()) {
            assertThat(drift.exitCode()).as(drift.output()).isZero();
        }
    }

    private List<Path> hotfixes() throws IOException {
        try (Stream<Path> written = Files.list(files.resolve("hotfixes"))) {
            return written.toList();
        }
    }

    @Test
    void programs_get_json() throws Exception {
        try (GateProcess drift = drift("--format", "json")) {
            assertThat(drift.exitCode()).isEqualTo(1);
            String output = drift.output();
            JsonNode report = new ObjectMapper().readTree(output.substring(output.indexOf('{')));
            assertThat(report.findValuesAsText("line")).contains("8");
        }
        assertThat(hotfixes()).isEmpty();
    }

    @Test
    void what_cannot_be_looked_at_is_no_drift() throws Exception {
        Files.writeString(files.resolve("schema.prisma"), SCHEMA.replace("Int     @id", "Int     @ide"));
        try (GateProcess drift = drift()) {
            assertThat(drift.exitCode()).isEqualTo(3);
            assertThat(drift.output()).contains("[PR001]", "schema.prisma:7:");
        }
        try (GateProcess drift = GateProcess.start(
                Map.of("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
                "drift",
                "--prisma",
                files.resolve("schema.prisma").toString())) {
            assertThat(drift.exitCode()).isEqualTo(3);
        }
        try (GateProcess drift = GateProcess.start(Map.of("DATABASE_URL", database.url()), "drift")) {
            assertThat(drift.exitCode()).isEqualTo(2);
            assertThat(drift.output()).contains("give --prisma PATH, or set GATE_PRISMA_SCHEMA");
        }
    }
}
