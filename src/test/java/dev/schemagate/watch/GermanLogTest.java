package dev.schemagate.watch;

import java.io.IOException;
import java.sql.Connection;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** A live server whose {@code lc_messages} is not English: SQLSTATE and cursor say what the words do not. */
class GermanLogTest extends WatchedDatabase {

    private static final String HOTFIX = "ALTER TABLE \"public\".\"Token\" ADD COLUMN IF NOT EXISTS \"%s\" <type?>;";

    GermanLogTest() throws IOException {
        super(GermanServer.shared());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jsonlog", "csvlog", "stderr"})
    void counts_what_is_missing_and_nothing_else(String destination) throws Exception {
        server.logTo(destination);
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("watching", gate);
            for (String sql : List.of(
                    "SELECT t.agent_id FROM \"Token\" t WHERE id > 1",
                    "INSERT INTO \"Token\" (id, \"teamId\") VALUES (1, 2)",
                    "SELECT 1 FROM \"FROMAGE\"",
                    "SELECT nowhere.f()",
                    "SELECT nobody.id FROM users")) {
                LoggingServer.fail(app, sql);
            }
            soon().until(() -> {
                turn(gate);
                return gate.watch.status().errors().size() == 5;
            });
            turn(gate);
        }
        boolean plain = destination.equals("stderr");
        assertThat(gate.watch.status().errors())
                .extracting(
                        e -> e.message().replaceFirst(" bei Zeichen \\d+$", ""), e -> e.counted(), e -> e.suggestion())
                .containsExactlyInAnyOrder(
                        tuple("Spalte t.agent_id existiert nicht", true, plain ? null : HOTFIX.formatted("agent_id")),
                        tuple(
                                "Spalte »teamId« von Relation »Token« existiert nicht",
                                true,
                                plain ? null : HOTFIX.formatted("teamId")),
                        tuple("Relation »FROMAGE« existiert nicht", true, null),
                        tuple("Schema »nowhere« existiert nicht", true, null),
                        tuple("fehlender Eintrag in FROM-Klausel für Tabelle »nobody«", false, null));
    }
}
