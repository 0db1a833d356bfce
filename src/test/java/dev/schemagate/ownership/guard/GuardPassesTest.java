package dev.schemagate.ownership.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.TestGate;
import dev.schemagate.prisma.PrismaMigrations;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** GuardPasses for Prisma's pending migrations: with them each runs, and none is written that it does not need. */
@EveryVersion
class GuardPassesTest {

    private static final String LEDGER =
            "CREATE TABLE public._prisma_migrations (migration_name text, finished_at timestamptz,"
                    + " rolled_back_at timestamptz, started_at timestamptz DEFAULT now(), applied_steps_count int DEFAULT 1, logs text)";

    /** Migrations as Prisma writes them, and LiteLLM by hand. */
    private static final Map<String, String> MIGRATIONS = new TreeMap<>(Map.of(
            "0001_init", "DROP TABLE \"Model\";",
            "0002_gone", "ALTER TABLE \"Model\" DROP COLUMN \"a\",\nADD COLUMN \"z\" TEXT;",
            "0003_renamed",
                    "DO $$ BEGIN IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'Model' AND column_name = 'b')"
                            + " THEN ALTER TABLE \"Model\" RENAME COLUMN \"b\" TO \"b_new\"; END IF; END $$;",
            "0004_types",
                    "ALTER TABLE \"Typed\" ALTER COLUMN \"narrow\" SET DATA TYPE VARCHAR(5), ALTER COLUMN \"wide\" SET DATA TYPE BIGINT,"
                            + " ALTER COLUMN \"long\" SET DATA TYPE VARCHAR(40); ALTER TABLE \"Typed\" ALTER COLUMN \"same\" SET DATA TYPE INTEGER USING 0;",
            "0005_enum",
                    "BEGIN;\nCREATE TYPE \"Color_new\" AS ENUM ('red');\nALTER TABLE \"Model\" ALTER COLUMN \"c\" TYPE \"Color_new\""
                            + " USING (\"c\"::text::\"Color_new\");\nALTER TYPE \"Color\" RENAME TO \"Color_old\";\nALTER TYPE \"Color_new\""
                            + " RENAME TO \"Color\";\nDROP TYPE \"Color_old\";\nCOMMIT;",
            "0006_index", "DROP INDEX \"Model_a_idx2\";\nCREATE INDEX \"again\" ON \"Model\" (\"b\");",
            "0007_tables", "CREATE TABLE \"Born\" (id int);\nDROP TABLE \"Born\";\nDROP TABLE \"per_cent%\";"));

    @TempDir
    Path files;

    private TestDatabase database;
    private TestGate gate;
    private GuardPasses passes;

    @BeforeEach
    void create() {
        GuardedDatabase guarded = GuardedDatabase.create();
        database = guarded.database();
        database.execute(
                LEDGER
                        + "; INSERT INTO public._prisma_migrations VALUES ('0001_init', now(), NULL), ('0002_gone', now(), now());"
                        + " CREATE TABLE \"Typed\" (narrow varchar(9), wide int, long varchar(20), same int);"
                        + " CREATE INDEX \"Model_a_idx2\" ON \"Model\" (b); CREATE TABLE \"per_cent%\" (); CREATE TABLE \"perXcentX\" ()");
        gate = TestGate.on(database.url(), files);
        passes = new GuardPasses(gate.database, gate.config);
    }

    private PrismaMigrations scripts() throws IOException {
        return migrations(MIGRATIONS);
    }

    private PrismaMigrations migrations(Map<String, String> texts) throws IOException {
        for (Map.Entry<String, String> each : texts.entrySet()) {
            Files.writeString(
                    Files.createDirectories(files.resolve("prisma").resolve(each.getKey()))
                            .resolve("migration.sql"),
                    each.getValue());
        }
        return PrismaMigrations.read(files.resolve("prisma").toString());
    }

    @Test
    void are_for_what_pending_migrations_lose_and_for_nothing_else() throws Exception {
        assertThat(passes.needed(scripts()))
                .extracting(pending -> pending.deed().describe())
                .containsExactly(
                        "drop of table column public.\"Model\".a",
                        "rename of table column public.\"Model\".b",
                        "retype of table column public.\"Typed\".narrow",
                        "rewrite of table column public.\"Typed\"",
                        "retype of table column public.\"Model\".c",
                        "rename of type public.\"Color\"",
                        "drop of type public.\"Color_old\"",
                        "drop of table public.\"per_cent%\"");
    }

    @Test
    void know_that_a_renamed_type_is_the_same() throws Exception {
        database.execute(
                "CREATE TYPE \"Mood\" AS ENUM ('sad'); ALTER TABLE \"Typed\" ADD COLUMN mood \"Mood\", ADD COLUMN other \"Mood\"");
        String sql = "ALTER TYPE \"Mood\" RENAME TO \"Humour\";"
                + " ALTER TABLE \"Typed\" ALTER COLUMN other TYPE \"Humour\";"
                + " ALTER TABLE \"Typed\" ALTER COLUMN mood TYPE \"Humour\" USING mood::text::\"Humour\";";
        List<PendingDeed> needed = passes.needed(migrations(Map.of("0021_humour", sql)));

        assertThat(needed)
                .extracting(pending -> pending.deed().describe())
                .containsExactly("rename of type public.\"Mood\"", "rewrite of table column public.\"Typed\"");
        passes.write(needed, "T-1", Optional.empty(), Duration.ofMinutes(5));
        database.execute(sql);
    }

    @Test
    void know_the_types_that_earlier_pending_migrations_declare() throws Exception {
        PrismaMigrations pending = migrations(Map.of(
                "0011_born",
                "CREATE TABLE \"New\" (n INTEGER, m BIGINT); ALTER TABLE \"Typed\" ADD COLUMN late INTEGER;",
                "0012_widened",
                "ALTER TABLE \"New\" ALTER COLUMN n SET DATA TYPE BIGINT, ALTER COLUMN m SET DATA TYPE INTEGER;"
                        + " ALTER TABLE \"Typed\" ALTER COLUMN late SET DATA TYPE BIGINT;"));

        assertThat(passes.needed(pending))
                .extracting(deed -> deed.deed().describe())
                .containsExactly("retype of table column public.\"New\".m");
    }

    @Test
    void know_what_is_made_only_where_it_is_not_there() throws Exception {
        PrismaMigrations pending = migrations(Map.of(
                "0011_maybe",
                "CREATE TABLE IF NOT EXISTS \"Typed\" (same bigint); ALTER TABLE \"Typed\" ADD COLUMN IF NOT EXISTS wide bigint,"
                        + " ADD COLUMN IF NOT EXISTS fresh integer; CREATE TABLE \"New\" (n SERIAL);",
                "0012_retyped",
                "ALTER TABLE \"Typed\" ALTER COLUMN same TYPE bigint, ALTER COLUMN wide TYPE smallint,"
                        + " ALTER COLUMN fresh TYPE bigint; ALTER TABLE \"New\" ALTER COLUMN n TYPE bigint;"));

        assertThat(passes.needed(pending))
                .extracting(deed -> deed.deed().describe())
                .containsExactly("retype of table column public.\"Typed\".wide");
    }

    @Test
    void let_each_migration_run_that_is_refused_without() throws Exception {
        List<String> refused = new java.util.ArrayList<>();
        for (String name : MIGRATIONS.keySet().stream().skip(1).toList()) {
            try (var session = database.connect();
                    var statement = session.createStatement()) {
                statement.execute(MIGRATIONS.get(name));
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("42501");
                refused.add(name);
            }
        }
        assertThat(refused).containsExactly("0002_gone", "0003_renamed", "0004_types", "0005_enum", "0007_tables");

        passes.write(passes.needed(scripts()), "T-1", Optional.empty(), Duration.ofHours(1));

        refused.forEach(name -> database.execute(MIGRATIONS.get(name)));
        assertThat(database.value(
                        "SELECT count(DISTINCT identity) FROM schema_gate_guard.log WHERE allowed_by = 'pass T-1'"))
                .isEqualTo("8");
        assertThat(database.value("SELECT count(*) FROM schema_gate_guard.pass"))
                .isEqualTo("8");
        assertThatThrownBy(() -> database.execute("DROP TABLE \"perXcentX\""))
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @Test
    void are_only_for_the_role_they_are_given_to() throws Exception {
        passes.write(passes.needed(scripts()), "T-2", Optional.of("somebody"), Duration.ofHours(1));

        assertThatThrownBy(() -> database.execute(MIGRATIONS.get("0002_gone")))
                .rootCause()
                .hasMessageContaining("refused");
    }

    @Test
    void can_be_written_by_the_gate_without_a_right_on_the_guards_tables() throws Exception {
        String url = database.urlOfNewRole("gate");
        String role = "gate_" + database.name();
        database.execute(new GuardScript("nemo", "public", "schema_gate", "schema_gate_guard", role).sql());
        TestGate lesser = TestGate.on(url, files);
        GuardPasses passes = new GuardPasses(lesser.database, lesser.config);
        PrismaMigrations scripts = scripts();
        assertThatThrownBy(() -> passes.needed(scripts))
                .hasMessageContaining("GRANT SELECT ON \"public\"._prisma_migrations TO \"" + role);
        database.execute("GRANT SELECT ON public._prisma_migrations TO " + role);

        passes.write(passes.needed(scripts()), "T-3", Optional.empty(), Duration.ofHours(1));

        assertThat(database.value("SELECT DISTINCT made_by FROM schema_gate_guard.pass"))
                .isEqualTo(role);
    }

    @Test
    void are_not_written_where_a_pending_migration_cannot_be_read_and_an_applied_one_may_be_anything()
            throws Exception {
        assertThat(passes.needed(migrations(Map.of("0001_init", "DROP TABLE")))).isEmpty();

        PrismaMigrations broken = migrations(Map.of("0008_broken", "SELECT 1;\nDROP TABLE"));
        assertThatThrownBy(() -> passes.needed(broken))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("0008_broken/migration.sql:2:");
    }

    @Test
    void need_a_guard() {
        TestGate other = TestGate.on(PostgresServer.shared().newDatabase().url(), files);

        assertThatThrownBy(() -> new GuardPasses(other.database, other.config).needed(new PrismaMigrations(Map.of())))
                .isInstanceOf(GuardException.class)
                .hasMessage("there is no guard in this database, and so nothing to allow");
    }
}
