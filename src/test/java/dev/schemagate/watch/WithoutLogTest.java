package dev.schemagate.watch;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** Where no log can be had, a schema without drift speaks for the pod, by a name of its own; it verifies nothing. */
class WithoutLogTest extends WatchedDatabase {

    private TestGate blind(String model) throws Exception {
        server.execute(database, "CREATE TABLE public.\"Thing\" (id int PRIMARY KEY, name text)");
        Files.writeString(files.resolve("schema.prisma"), """
                datasource db {
                  provider = "postgresql"
                  url      = env("DATABASE_URL")
                }

                model Thing {
                  id   Int     @id
                  name String?
                %s}
                """.formatted(model));
        TestGate gate = gate(
                "web-1", "gate.prisma.schema", files.resolve("schema.prisma").toString(), "gate.watch.sources", "pod");
        turnUntil("no-log-source", gate);
        gate.recheck();
        return gate;
    }

    @Test
    void a_schema_that_is_all_there_is_named() throws Exception {
        TestGate gate = blind("");
        turnUntil("schema-matches", gate);

        assertThat(gate.gate.state().reason())
                .contains("all that schema.prisma says", "not verified", "gate.kubernetes.url");
        assertThat(gate.gate.state().name()).isEqualTo("probation");
    }

    @Test
    void one_that_lacks_something_is_not() throws Exception {
        TestGate gate = blind("  agent String?\n");
        turn(gate);
        assertThat(gate.gate.state().code()).isEqualTo("no-log-source");
    }
}
