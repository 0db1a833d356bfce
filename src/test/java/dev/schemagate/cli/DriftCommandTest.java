package dev.schemagate.cli;

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

import dev.schemagate.TestGate;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code drift} prints, writes and answers. */
class DriftCommandTest {

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

    private String drift(int exit, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("drift", "--prisma", files.resolve("schema.prisma").toString()));
        arguments.addAll(List.of(more));
        return Verb.exits(exit, Map.of("DATABASE_URL", database.url()), arguments.toArray(String[]::new));
    }

    @Test
    void what_it_writes_ends_the_drift() throws Exception {
        assertThat(drift(1, "--write", files.resolve("hotfixes").toString()))
                .contains("schema.prisma:8: missing column public.\"Token\".agent_id")
                .contains("patch: ALTER TABLE \"public\".\"Token\" ADD COLUMN IF NOT EXISTS \"agent_id\" TEXT;");
        assertThat(hotfixes()).hasSize(1);

        assertThat(TestGate.on(database.url(), files).runOnce().ready()).isTrue();

        drift(0);
    }

    private List<Path> hotfixes() throws IOException {
        try (Stream<Path> written = Files.list(files.resolve("hotfixes"))) {
            return written.toList();
        }
    }

    @Test
    void programs_get_json() throws Exception {
        JsonNode report = new ObjectMapper().readTree(drift(1, "--format", "json"));

        assertThat(report.findValuesAsText("line")).contains("8");
        assertThat(hotfixes()).isEmpty();
    }

    @Test
    void what_cannot_be_looked_at_is_no_drift() throws Exception {
        Map<String, String> nobody = Map.of("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
        String schema = files.resolve("schema.prisma").toString();
        Verb.exits(3, nobody, "drift", "--prisma", schema);
        assertThat(Verb.exits(2, nobody, "drift")).contains("give --prisma PATH, or set GATE_PRISMA_SCHEMA");

        Files.writeString(files.resolve("schema.prisma"), SCHEMA.replace("Int     @id", "Int     @ide"));
        assertThat(drift(3)).contains("[PR001]", "schema.prisma:7:");
    }
}
