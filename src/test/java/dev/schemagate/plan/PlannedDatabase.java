package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.schemagate.desired.Acting;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A database with tables of many kinds, and what the planner says of statements on it. */
final class PlannedDatabase implements AutoCloseable {

    private static final String SETUP = """
            CREATE TABLE t (id bigint PRIMARY KEY, name text, amount numeric(10,2), made timestamptz);
            CREATE TABLE "Mixed Case" (id int PRIMARY KEY, "Na""me" text);
            CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day);
            CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE TABLE base (id int); CREATE TABLE heir () INHERITS (base);
            CREATE TYPE "Mood" AS ENUM ('low', 'high');
            CREATE DOMAIN email AS varchar(100) CHECK (value LIKE '%@%')
            """;

    private final TestDatabase database = PostgresServer.shared().newDatabase();
    private final Connection session = database.connect();

    PlannedDatabase() {
        database.execute(SETUP);
    }

    void execute(String sql) {
        database.execute(sql);
    }

    StatementPlan plan(String sql) throws SQLException {
        return plans(sql).get(0);
    }

    List<StatementPlan> plans(String sql) throws SQLException {
        ParsedScript script = SqlParser.parse(new SourceText("test.sql", sql));
        assertThat(script.errors()).isEmpty();
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute("SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL jit = off");
            return Planner.plan(session, new Acting("public", ""), Compile.of(script, new NameResolution("public")));
        } finally {
            session.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        session.close();
    }
}
