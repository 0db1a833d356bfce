package dev.schemagate.watch;

import java.sql.Connection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** What people see of a statement. */
class PrivacyTest extends WatchedDatabase {

    private static final String SECRET = "s3cr3t-planted";

    @Test
    void no_output_holds_a_value_of_a_statement() throws Exception {
        TestGate gate = gate("web-1", "gate.revision", "r1");
        gate.watch.turn();
        String[] literals = {
            "'" + SECRET + "'",
            "E'it\\'s " + SECRET + "'",
            "$$" + SECRET + "$$",
            "$tag$ " + SECRET + " $tag$",
            "'o''" + SECRET + "'",
            "U&'" + SECRET + "'",
            "4711000815",
            "B'1'  /* " + SECRET + " */",
            "1 -- " + SECRET + "\n"
        };
        try (Connection app = server.connect(database, "web-1")) {
            for (String literal : literals) {
                LoggingServer.fail(app, "SELECT nickname, " + literal + " FROM public.users");
            }
            LoggingServer.fail(app, "SELECT nickname, '" + "x".repeat(20_000) + SECRET + "' FROM public.users");
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "pod") == literals.length + 1;
            });
        }
        String json = new ObjectMapper().registerModule(new JavaTimeModule()).writeValueAsString(gate.watch.status());
        String rows = server.query(database, "SELECT string_agg(w::text, ' ') FROM schema_gate.watch w");

        assertThat(json + gate.gate.state() + rows).doesNotContain(SECRET).doesNotContain("4711000815");
        assertThat(json).contains("nickname");
    }
}
