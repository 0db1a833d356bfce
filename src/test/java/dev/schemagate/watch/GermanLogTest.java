package dev.schemagate.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;

import dev.schemagate.TestGate;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.testing.Background;
import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.Session;
import dev.schemagate.watch.verdict.Relevance;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

    /** What this server's language says of a plan that no longer fits, as it says it. */
    @Test
    void knows_a_stale_plan() throws Exception {
        server.logTo("csvlog");
        TestGate gate = gate("web-1", "gate.watch.on-error", "report");
        try (Connection app = server.connect(database, "web-1");
                PreparedStatement all = app.prepareStatement("SELECT * FROM users")) {
            all.unwrap(PGStatement.class).setPrepareThreshold(1);
            app.setAutoCommit(false);
            turnUntil("watching", gate);
            all.executeQuery().close();
            app.commit();
            server.execute(database, "ALTER TABLE users ADD COLUMN more int");
            assertThatThrownBy(all::executeQuery).isInstanceOf(SQLException.class);
        }
        soon().until(() -> {
            turn(gate);
            return gate.watch.status().errors().size() == 1;
        });

        WatchStatus.ErrorStatus shown = gate.watch.status().errors().get(0);
        assertThat(Relevance.isStalePlan(new DatabaseError(
                        Instant.EPOCH,
                        shown.sqlState(),
                        shown.message(),
                        null,
                        0,
                        Session.UNTOLD,
                        DatabaseError.Origin.SERVER)))
                .as(shown.message())
                .isTrue();
    }

    /** The server's words are German; the routine that noticed it is what it is everywhere. */
    @Test
    void knows_that_another_session_was_at_the_same_row() throws Exception {
        String replace = "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'";
        server.execute(database, replace);
        try (Connection first = server.connect(database, "first");
                Connection second = server.connect(database, "second");
                Statement early = first.createStatement();
                Statement late = second.createStatement()) {
            first.setAutoCommit(false);
            early.execute(replace);
            CompletableFuture<SQLException> failed = Background.supply(() -> {
                try {
                    late.execute(replace);
                    return new SQLException("it did not fail");
                } catch (SQLException e) {
                    return e;
                }
            });
            soon().until(() -> server.query(database, "SELECT count(*) FROM pg_locks WHERE NOT granted")
                    .equals("1"));
            first.commit();

            assertThat(DatabaseException.isCatalogRace(failed.get(60, TimeUnit.SECONDS)))
                    .as(String.valueOf(failed.get()))
                    .isTrue();
        }
        assertThat(DatabaseException.isCatalogRace(new SQLException("tuple concurrently updated", "XX000")))
                .isFalse();
    }

    /** What the app prints has the server's words and no SQLSTATE. */
    @Test
    void an_apps_own_log_is_no_silence() throws Exception {
        Path log = Files.writeString(files.resolve("app.log"), "started\n");
        TestGate gate = gate("web-1", "gate.watch.sources", "file", "gate.watch.file", log.toString());
        turn(gate);
        Files.writeString(log, "psycopg2.errors.UndefinedColumn: FEHLER:  Spalte t.x existiert nicht\n", APPEND);

        turnUntil("errors-filtered", gate);
        assertThat(gate.gate.state().reason()).contains("lc_messages=de_DE.UTF-8 of the server");
    }
}
