package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What the app's login can do and what it cannot, where it owns nothing. */
@EveryVersion
class PrivilegesTest {

    private TestDatabase database;
    private String app;
    private String job;

    @BeforeEach
    void create() {
        database = PostgresServer.shared().newDatabase();
        database.urlOfNewRole("app");
        database.urlOfNewRole("job");
        app = "app_" + database.name();
        job = "job_" + database.name();
        database.execute(
                "CREATE TYPE \"Color\" AS ENUM ('red'); CREATE TABLE \"Tax\" (id serial PRIMARY KEY, c \"Color\");"
                        + " CREATE TABLE _prisma_migrations (id int); CREATE SEQUENCE numbers; CREATE VIEW v AS SELECT id FROM \"Tax\";"
                        + " ALTER TABLE \"Tax\" OWNER TO " + app + "; ALTER VIEW v OWNER TO " + app
                        + "; ALTER TYPE \"Color\" OWNER TO " + app + "; GRANT ALL ON SCHEMA public TO " + app);
        String sql = PrivilegesSql.of("public", owner(), app, job);
        database.execute(sql);
        database.execute(sql);
    }

    private String owner() {
        return "owner_" + database.name();
    }

    private void as(String role, String sql) throws SQLException {
        try (Connection session = database.connect();
                Statement statement = session.createStatement()) {
            statement.execute("SET SESSION AUTHORIZATION " + role);
            statement.execute(sql);
        }
    }

    @Test
    void the_app_reads_and_writes_rows() throws Exception {
        as(
                app,
                "INSERT INTO \"Tax\" (c) VALUES ('red'); UPDATE \"Tax\" SET c = 'red'; DELETE FROM \"Tax\";"
                        + " SELECT nextval('numbers'); SELECT * FROM v; SELECT * FROM _prisma_migrations");
    }

    @Test
    void the_app_removes_makes_and_marks_nothing() {
        for (String sql : List.of(
                "DROP TABLE \"Tax\"",
                "ALTER TABLE \"Tax\" DROP COLUMN c",
                "ALTER TABLE \"Tax\" RENAME TO t",
                "DROP SCHEMA public CASCADE",
                "DROP TYPE \"Color\" CASCADE",
                "DROP VIEW v",
                "TRUNCATE \"Tax\"",
                "CREATE TABLE t (a int)",
                "CREATE VIEW w AS SELECT 1",
                "INSERT INTO _prisma_migrations VALUES (1)")) {
            assertThat(catchThrowableOfType(SQLException.class, () -> as(app, sql))
                            .getSQLState())
                    .as(sql)
                    .isEqualTo("42501");
        }
    }

    @Test
    void what_the_job_makes_as_the_owner_the_app_may_use() throws Exception {
        as(
                job,
                "SET ROLE " + owner()
                        + "; CREATE TABLE fresh (id serial); ALTER TABLE \"Tax\" ADD COLUMN rate numeric");

        as(app, "INSERT INTO fresh DEFAULT VALUES; SELECT rate FROM \"Tax\"");
        assertThat(catchThrowableOfType(SQLException.class, () -> as(app, "DROP TABLE fresh"))
                        .getSQLState())
                .isEqualTo("42501");
    }
}
