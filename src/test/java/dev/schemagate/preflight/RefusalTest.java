package dev.schemagate.preflight;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.Advice;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** What a start refuses before it applies anything is told without a start, in the same words, and nothing is changed by it. */
@EveryVersion
class RefusalTest {

    @TempDir
    Path files;

    private TestDatabase database;
    private String url;

    @BeforeEach
    void createDatabase() {
        database = Scene.in(files, "CREATE TABLE t (id int PRIMARY KEY)").database();
        url = database.urlOfNewRole("login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "CREATE SCHEMA schema_gate",
                "CREATE SCHEMA schema_gate AUTHORIZATION login_%1$s; CREATE TABLE schema_gate.pod (id int)",
                "CREATE SCHEMA schema_gate; COMMENT ON SCHEMA schema_gate IS 'Schema Gate bookkeeping, layout 1'",
                "CREATE SCHEMA schema_gate; COMMENT ON SCHEMA schema_gate IS 'Schema Gate bookkeeping, layout 999999'",
            })
    void bookkeeping_that_may_not_be_made_or_used(String sql) throws Exception {
        database.execute(sql.formatted(database.name()));
        String before = books();

        DatabaseException refusal = refusal().orElseThrow();

        assertThat(books()).isEqualTo(before);
        assertThat(refusal.code()).isEqualTo(ErrorCode.DB006);
        gate().assertFails(ErrorCode.DB006, refusal.getMessage());
        Advice.follow(database, refusal.getMessage());
        assertThat(refusal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"gate.migrate.role", "gate.hotfix.role"})
    void a_role_that_cannot_be_taken(String key) throws Exception {
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO login_" + database.name());
        assertThat(refusal()).isEmpty();

        DatabaseException refusal = refusal(key, "nobody_" + database.name()).orElseThrow();

        assertThat(refusal.code()).isEqualTo(ErrorCode.DB006);
        gate(key, "nobody_" + database.name()).assertFails(ErrorCode.DB006, refusal.getMessage());
    }

    @Test
    void after_a_start_there_is_nothing_against_another() throws Exception {
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO login_" + database.name());
        assertThat(gate().runOnce().ready()).isTrue();
        database.execute("REVOKE CREATE ON DATABASE " + database.name() + " FROM login_" + database.name());

        assertThat(refusal()).isEmpty();
    }

    private TestGate gate(String... settings) {
        return TestGate.on(url, files, settings);
    }

    private Optional<DatabaseException> refusal(String... settings) throws Exception {
        TestGate gate = gate(settings);
        return new Preflight(gate.config).refusal(gate.database);
    }

    private String books() throws SQLException {
        return database.value("SELECT string_agg(concat(relname, relowner), ',') FROM pg_class"
                + " WHERE relnamespace = to_regnamespace('schema_gate')");
    }
}
