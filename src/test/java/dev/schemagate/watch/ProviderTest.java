package dev.schemagate.watch;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the log of a managed database cannot be read, its own steps are told, by what only it has. */
class ProviderTest extends WatchedDatabase {

    private static final String PLAIN = "provider_plain";

    private static final List<String> ADMINISTRATORS = List.of(
            "rds_superuser",
            "cloudsqlsuperuser",
            "alloydbsuperuser",
            "azure_pg_admin",
            "neon_superuser",
            "supabase_admin");

    @AfterEach
    void forget() {
        ADMINISTRATORS.forEach(role -> server.execute("postgres", "DROP ROLE IF EXISTS " + role));
    }

    private TestGate unprivileged() throws Exception {
        server.execute(
                database,
                "DO $$BEGIN CREATE ROLE " + PLAIN + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END$$",
                "DROP SCHEMA schema_gate CASCADE",
                "GRANT CREATE ON DATABASE " + database + " TO " + PLAIN);
        return gate("web-1", "gate.database.username", PLAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "rds_superuser, Amazon RDS or Aurora, log-fdw",
        "cloudsqlsuperuser, Cloud SQL, gate.watch.sources = pod",
        "alloydbsuperuser, AlloyDB, gate.watch.sources = pod",
        "azure_pg_admin, Azure Database for PostgreSQL, gate.watch.sources = pod",
        "neon_superuser, Neon, gate.watch.sources = pod",
        "supabase_admin, Supabase, gate.watch.sources = pod"
    })
    void its_own_steps_are_told(String administrator, String title, String step) throws Exception {
        server.execute("postgres", "CREATE ROLE " + administrator);
        TestGate gate = unprivileged();
        turnUntil("no-log-source", gate);

        assertThat(gate.gate.state().reason())
                .contains(title, step, "docs/log-sources.md")
                .doesNotContain("superuser");
        assertThat(gate.watch.status().provider()).isEqualTo(title);
    }

    /** A superuser could read CloudNativePG's pipe, and would take the lines away from its operator. */
    @Test
    void a_pipe_is_never_read() throws Exception {
        server.execute("postgres", "ALTER DATABASE " + database + " SET cnpg.config_sha256 = 'x'");
        TestGate gate = gate("web-1");
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("CloudNativePG", "database-pods");
    }

    @Test
    void what_can_be_read_is_read_whoever_runs_the_server() throws Exception {
        server.execute("postgres", "CREATE ROLE azure_pg_admin");
        TestGate gate = gate("web-1");
        turnUntil("no-attribution", gate);
        assertThat(gate.watch.status().provider()).isEqualTo("Azure Database for PostgreSQL");
    }

    @Test
    void elsewhere_the_reader_is_what_is_missing() throws Exception {
        TestGate gate = unprivileged();
        turnUntil("no-log-source", gate);
        assertThat(gate.gate.state().reason()).contains("schema-gate guard sql --log-reader --role " + PLAIN);
        assertThat(gate.watch.status().provider()).isEmpty();
    }
}
