package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A log that somebody ships into the pod, and changes on the way: the canary tells. */
@EveryVersion
class MisreadTest extends WatchedDatabase {

    private final Set<String> shipped = new HashSet<>();
    private UnaryOperator<String> shipper = UnaryOperator.identity();

    /** What the server has written since the last time, as the shipper puts it. */
    private void ship() throws IOException {
        StringBuilder fresh = new StringBuilder();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(server.logs(), "*.json")) {
            for (Path log : logs) {
                String text = Files.readString(log);
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .filter(line -> line.contains('"' + database + '"') && shipped.add(line))
                        .forEach(line -> fresh.append(shipper.apply(line)).append('\n'));
            }
        }
        Files.writeString(files.resolve("shipped.json"), fresh, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private TestGate shippedTo(String pod) throws Exception {
        assumeTrue(server.hasJson(), "PostgreSQL 14 writes no jsonlog");
        try (Connection early = server.connect(database, "early")) {
            LoggingServer.fail(early, "SELECT before_the_start");
        }
        soon().until(() -> {
            ship();
            return Files.size(files.resolve("shipped.json")) > 0;
        });
        return gate(
                pod,
                "gate.watch.sources",
                "file",
                "gate.watch.file",
                files.resolve("shipped.json").toString());
    }

    private void shipUntil(String stateOrCode, TestGate gate) {
        soon().alias(stateOrCode).until(() -> {
            ship();
            turn(gate);
            return is(gate, stateOrCode);
        });
    }

    @Test
    void nothing_is_verified_while_the_canary_comes_back_changed_and_own_errors_still_close() throws Exception {
        TestGate gate = shippedTo("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            shipUntil("verified", gate);
            shipper = line -> line.replaceAll("\"application_name\":\"([^\"]*)\"", "\"application_name\":\"pg/$1\"");
            shipUntil("misread", gate);
            assertThat(gate.gate.state().ready()).isTrue();
            assertThat(gate.gate.state().reason())
                    .contains(
                            "the application name of the gate's own line is schema-gate and was read as pg/schema-gate")
                    .contains("whatever ships the file of gate.watch.file")
                    .doesNotContain("log_destination");

            LoggingServer.fail(app, "SELECT nope");
            shipUntil("revoked", gate);
            shipper = UnaryOperator.identity();
            shipUntil("verified", gate);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\"dbname\":,          \"db\":,       the database",
        "\"user\":\",          \"user\":\"x, the user",
        "\"pid\":,             \"pid\":1,    the process id",
        "\"remote_host\":\"12, \"remote_host\":\"1, the client address",
    })
    void each_field_is_held_against_what_the_server_knew(String field, String changed, String text) throws Exception {
        TestGate gate = shippedTo("web-1");
        shipper = line -> line.replace(field, changed);
        shipUntil("misread", gate);

        assertThat(gate.gate.state().reason()).contains(text);
    }
}
