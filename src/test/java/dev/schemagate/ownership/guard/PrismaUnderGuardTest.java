package dev.schemagate.ownership.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.prisma.PrismaMigrations;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.PrismaOracle;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Prisma's own engine against the guard: each test does the same without one first, so that there is something to prevent. */
@EveryVersion
class PrismaUnderGuardTest {

    private static final String SCHEMA = """
            datasource db {
              provider = "postgresql"
            }
            model Tax {
              id   Int     @id @default(autoincrement())
              code String  @unique
              rate Decimal @db.Decimal(10, 2)
            }
            """;

    private static final String INIT =
            "CREATE TABLE \"Tax\" (\"id\" SERIAL NOT NULL, \"code\" TEXT NOT NULL, \"rate\" DECIMAL(10,2)"
                    + " NOT NULL, \"old\" TEXT, CONSTRAINT \"Tax_pkey\" PRIMARY KEY (\"id\"));"
                    + " CREATE UNIQUE INDEX \"Tax_code_key\" ON \"Tax\"(\"code\");";

    private static PrismaOracle prisma;

    @TempDir
    Path files;

    private TestDatabase database;

    @BeforeAll
    static void start() {
        prisma = PrismaOracle.start();
    }

    @AfterAll
    static void stop() {
        if (prisma != null) {
            prisma.close();
        }
    }

    /** Deployed by Prisma, patched by a hotfix, with what is ours beside it. */
    private TestDatabase database(boolean guarded) {
        database = PostgresServer.shared().newDatabase();
        assertThat(deploy(Map.of("0001_init", INIT)).path("applied")).hasSize(1);
        database.execute(
                "ALTER TABLE \"Tax\" ADD COLUMN hotfix TEXT; INSERT INTO \"Tax\" (code, rate, old) VALUES ('a', 1, 'x');"
                        + " CREATE TABLE stranger (id int); CREATE SCHEMA nemo; CREATE TABLE nemo.orders (id int, tax int REFERENCES \"Tax\" (id))");
        if (guarded) {
            String user = database.server().user();
            database.execute(new GuardScript("nemo", "public", "schema_gate", "schema_gate_guard", user).sql());
        }
        return database;
    }

    private JsonNode deploy(Map<String, String> migrations) {
        return prisma.deploy(database, SCHEMA, new TreeMap<>(migrations));
    }

    private List<Boolean> left() {
        return List.of(
                database.hasColumn("public", "Tax", "hotfix"),
                database.hasColumn("public", "Tax", "old"),
                database.hasColumn("public", "stranger", "id"),
                database.value("SELECT 1 FROM pg_constraint WHERE conname = 'orders_tax_fkey'") != null);
    }

    private static final List<Boolean> ALL = List.of(true, true, true, true);

    @Test
    void a_push_that_accepts_data_loss_drops_nothing() {
        database(false);
        assertThat(prisma.push(database, SCHEMA, true, false).has("error")).isFalse();
        assertThat(left()).containsExactly(false, false, false, true);

        database(true);
        assertThat(prisma.push(database, SCHEMA, true, false).path("error").asText())
                .contains("schema gate: drop of table", "refused");
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void a_plain_push_does_not_drop_the_hotfix() {
        String withOld = SCHEMA.replace("  rate", "  old  String?\n  rate");
        database(false);
        assertThat(prisma.push(database, withOld, false, false).path("warnings"))
                .isEmpty();
        assertThat(left()).containsExactly(false, true, false, true);

        database(true);
        assertThat(prisma.push(database, withOld, false, false).path("error").asText())
                .contains("schema gate: drop of table", "refused");
        assertThat(left()).isEqualTo(ALL);
    }

    @Test
    void a_forced_reset_loses_no_row() {
        database(false);
        assertThat(prisma.push(database, SCHEMA, true, true).has("error")).isFalse();
        assertThat(left()).containsExactly(false, false, false, false);

        database(true);
        assertThat(prisma.push(database, SCHEMA, true, true).has("error")).isTrue();
        assertThat(left()).isEqualTo(ALL);
        assertThat(database.value("SELECT code FROM \"Tax\"")).isEqualTo("a");
    }

    /** It executes the difference as one script, and so loses what it would have added, too: that is then ours to patch. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void litellms_older_resolver_drops_nothing(boolean guarded) {
        database(guarded);
        String difference = prisma.diff(database, SCHEMA.replace("  rate", "  more String?\n  rate"));
        assertThat(difference).contains("DROP COLUMN \"hotfix\"", "ADD COLUMN     \"more\"");

        if (guarded) {
            assertThatThrownBy(() -> database.execute(difference))
                    .rootCause()
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("exist");
            assertThat(left()).isEqualTo(ALL);
        } else {
            database.execute(difference);
            assertThat(database.hasColumn("public", "Tax", "hotfix")).isFalse();
        }
        assertThat(database.hasColumn("public", "Tax", "more")).isNotEqualTo(guarded);
    }

    @Test
    void a_deploy_that_adds_is_undisturbed() {
        database(true);

        JsonNode answer = deploy(Map.of(
                "0001_init",
                INIT,
                "0002_more",
                "CREATE TABLE \"More\" (\"id\" TEXT NOT NULL); ALTER TABLE \"Tax\" ADD COLUMN \"more\" TEXT,"
                        + " ALTER COLUMN \"rate\" SET DATA TYPE DECIMAL(12,2); DROP INDEX \"Tax_code_key\";"
                        + " CREATE UNIQUE INDEX \"Tax_code_key\" ON \"Tax\"(\"code\");"));

        assertThat(answer.path("applied")).hasSize(1);
    }

    @Test
    void a_deploy_that_removes_needs_a_pass_and_then_runs() throws IOException {
        database(true);
        Map<String, String> migrations =
                Map.of("0001_init", INIT, "0002_gone", "ALTER TABLE \"Tax\" DROP COLUMN \"old\";");
        assertThat(deploy(migrations).path("error").asText())
                .contains("schema gate: drop of table column public.\"Tax\".old refused")
                .doesNotContain("already exists", "does not exist");
        assertThat(deploy(migrations).path("error").asText()).contains("failed migrations");
        database.execute("UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL");

        TestGate gate = TestGate.on(database.url(), files);
        GuardPasses passes = new GuardPasses(gate.database, gate.config);
        for (Map.Entry<String, String> each : migrations.entrySet()) {
            Files.writeString(
                    Files.createDirectories(files.resolve("prisma").resolve(each.getKey()))
                            .resolve("migration.sql"),
                    each.getValue());
        }
        passes.write(
                passes.needed(PrismaMigrations.read(files.resolve("prisma").toString())),
                "T-1",
                Optional.empty(),
                Duration.ofHours(1));

        assertThat(database.value("SELECT string_agg(identity, ' ') FROM schema_gate_guard.pass"))
                .isEqualTo("public.\"Tax\".old");
        assertThat(deploy(migrations).path("applied")).hasSize(1);
        assertThat(left()).containsExactly(true, false, true, true);
    }
}
