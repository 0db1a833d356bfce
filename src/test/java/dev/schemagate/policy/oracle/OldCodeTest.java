package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The measure itself: old code notices what breaks it, and nothing else. */
@EveryVersion
class OldCodeTest {

    private static Connection connection;
    private static OldCode oldCode;

    @BeforeAll
    static void start() throws SQLException {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute(OldCode.schema("public").replace("CREATE ROLE reader;", ""));
        connection = database.connect();
        connection.setAutoCommit(false);
        oldCode = new OldCode(connection, "public");
        connection.rollback();
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX ON entry (((j ->> 'x')::int))",
                "CREATE INDEX ON entry (a) WHERE t::int > 3",
                "CREATE INDEX ON entry ((a * 1000000))",
                "CREATE INDEX ON entry ((100 / a))",
                "CREATE INDEX ON nemo.job ((state::int))",
                "CREATE UNIQUE INDEX ON orders (note)",
                "ALTER TABLE orders ADD CHECK (note <> '') NOT VALID",
                "ALTER TABLE orders ALTER note SET NOT NULL",
                "ALTER TABLE \"User\" ALTER age DROP DEFAULT",
                "ALTER TABLE orders ADD COLUMN c1 int NOT NULL DEFAULT 1; ALTER TABLE orders ALTER c1 DROP DEFAULT",
                "ALTER TABLE orders DROP COLUMN note",
                "ALTER TABLE entry ALTER b TYPE smallint",
                "ALTER TABLE entry RENAME t TO text",
                "ALTER DOMAIN posint ADD CHECK (VALUE > 1) NOT VALID",
                "ALTER TABLE \"Tax\" ADD FOREIGN KEY (owner) REFERENCES \"User\" (id)",
                "CREATE TRIGGER t BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION stamp()",
                "CREATE RULE r AS ON DELETE TO base DO INSTEAD NOTHING",
                "ALTER TABLE logs DETACH PARTITION logs_old",
                "DELETE FROM nemo.job",
                "UPDATE orders SET total = total + 1",
                "DROP VIEW entry_view",
                "ALTER TABLE orders ADD COLUMN c1 int GENERATED ALWAYS AS (length(note) * 100000) STORED",
            })
    void notices(String change) throws SQLException {
        assertThat(differences(change)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "ALTER TABLE orders ADD COLUMN c1 text",
                "ALTER TABLE orders ADD COLUMN c1 int NOT NULL DEFAULT 1",
                "CREATE INDEX ON entry (t)",
                "CREATE INDEX ON entry (lower(t)) WHERE a IS NOT NULL",
                "ALTER TYPE mood RENAME VALUE 'happy' TO 'glad'",
                "ALTER TABLE orders ALTER note DROP NOT NULL",
                "INSERT INTO \"User\" (id) VALUES ('u7') ON CONFLICT (id) DO NOTHING",
                "COMMENT ON TABLE orders IS 'x'",
                "ALTER TABLE logs ADD COLUMN c1 int",
                "ALTER TABLE base ADD COLUMN c1 int",
            })
    void passes_over(String change) throws SQLException {
        assertThat(differences(change)).isEmpty();
    }

    private static List<String> differences(String change) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            oldCode.prepare(connection);
            statement.execute(change);
            return oldCode.differences(connection);
        } finally {
            connection.rollback();
        }
    }
}
