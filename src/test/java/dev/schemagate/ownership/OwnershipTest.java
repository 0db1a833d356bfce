package dev.schemagate.ownership;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose is what in two schemas that several engines and people have made things in. */
@EveryVersion
class OwnershipTest {

    @TempDir
    Path files;

    private Scene scene;

    @BeforeEach
    void create() {
        scene = Scene.in(files, """
                CREATE TABLE "User" (id serial PRIMARY KEY, spend float);
                CREATE TYPE "Color" AS ENUM ('red');
                CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz,
                    started_at timestamptz, applied_steps_count int, logs text);
                CREATE TABLE alembic_version (version_num text);
                CREATE VIEW "DailyTagSpend" AS SELECT spend FROM "User";
                CREATE EXTENSION hstore;
                CREATE TABLE invoice (id int);
                CREATE VIEW report AS SELECT id FROM "User";
                CREATE SEQUENCE numbers;
                CREATE DOMAIN positive AS int CHECK (VALUE > 0);
                CREATE FUNCTION total(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
                """);
        scene.migration("V1__orders.sql", """
                CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES public."User");
                CREATE VIEW totals AS SELECT spend FROM public."User";
                """);
    }

    private OwnershipList list(TestGate gate, Optional<Set<String>> models) {
        return OwnershipList.read(
                gate.database,
                Ownership.of(gate.config, Optional.of("flyway"), Engines.ledgers(gate.config), () -> models));
    }

    @Test
    void every_object_has_an_owner_or_is_a_stranger() throws Exception {
        TestGate gate = scene.gate("gate.policy.migrations", "off");
        assertThat(gate.runOnce().ready()).isTrue();

        List<String> objects = list(gate, Optional.of(Set.of("User", "Color"))).objects().stream()
                .filter(object -> !object.owner().equals(Optional.of("extension hstore")))
                .map(OwnedObject::describe)
                .toList();

        assertThat(objects)
                .containsExactly(
                        "table nemo.flyway_schema_history: a migration engine, whose history it is;"
                                + " a push or reset of Prisma's does not touch it",
                        "table nemo.orders: flyway, which owns schema nemo; a push or reset of Prisma's does not touch it",
                        "view nemo.totals: flyway, which owns schema nemo; a push or reset of Prisma's does not touch it",
                        "enum public.\"Color\": Prisma, in whose schema it is; --force-reset drops it",
                        "view public.\"DailyTagSpend\": LiteLLM, which makes it at its start; prisma db push keeps it,"
                                + " --force-reset drops it",
                        "table public.\"User\": Prisma, in whose schema it is; --force-reset drops it",
                        "table public._prisma_migrations: Prisma, whose ledger it is; --force-reset drops it",
                        "table public.alembic_version: a migration engine, whose history it is, in the wrong schema;"
                                + " prisma db push drops it where it is empty, --accept-data-loss and --force-reset always",
                        "table public.invoice: nobody's, since schema.prisma does not have it; prisma db push drops it where"
                                + " it is empty, --accept-data-loss and --force-reset always",
                        "sequence public.numbers: nobody's, since Prisma makes no sequences and no extension owns it;"
                                + " prisma db push keeps it, --force-reset drops it",
                        "domain public.positive: nobody's, since Prisma makes no domains and no extension owns it;"
                                + " prisma db push keeps it, --force-reset drops it",
                        "view public.report: nobody's, since Prisma makes no views and no extension owns it;"
                                + " prisma db push keeps it, --force-reset drops it",
                        "function public.total(integer, text): nobody's, since Prisma makes no functions and no extension"
                                + " owns it; prisma db push keeps it, --force-reset drops it");
    }

    @Test
    void the_audit_reports_strangers_and_what_leads_over_the_border() throws Exception {
        TestGate gate = scene.gate("gate.policy.migrations", "off");

        assertThat(gate.runOnce().ready()).isTrue();
        assertThat(gate.audit.strangers()).as("a start does not wait for them").isEmpty();
        gate.recheck();

        assertThat(gate.audit.strangers()).hasValue(4);
        assertThat(gate.audit.findings())
                .extracting(line -> line.substring(0, line.indexOf(' ', line.indexOf(' ') + 1)))
                .containsExactly(
                        "table public.alembic_version",
                        "domain public.positive:",
                        "function public.total(integer,",
                        "sequence public.numbers:",
                        "view public.report:");
        assertThat(gate.audit.border())
                .containsExactly(
                        "foreign key orders_user_id_fkey of nemo.orders needs public.\"User\" of the other engine:"
                                + " prisma db push keeps it, --force-reset drops it without a word",
                        "view nemo.totals needs public.\"User\" of the other engine: Prisma cannot change the type of a"
                                + " column that it shows, and --force-reset drops it");
    }

    /** What a listing says of each and what the audit reports come from two queries. */
    @Test
    void the_audits_strangers_are_those_of_the_list() throws Exception {
        TestGate gate = scene.gate("gate.policy.migrations", "off");
        assertThat(gate.runOnce().ready()).isTrue();
        gate.recheck();

        assertThat(list(gate, Optional.empty()).objects())
                .filteredOn(object -> object.owner().isEmpty())
                .extracting(OwnedObject::describe)
                .containsExactlyInAnyOrderElementsOf(gate.audit.findings().stream()
                        .filter(finding -> finding.contains("nobody's"))
                        .toList());
    }

    @Test
    void the_start_fails_for_strangers_where_that_is_set() {
        scene.gate("gate.policy.migrations", "off", "gate.audit.strangers", "fail")
                .assertFails(ErrorCode.OW001, "domain public.positive", "(and 3 more); move or remove it");
    }

    @Test
    void a_table_that_schema_prisma_does_not_have_is_a_stranger() throws Exception {
        Path schema = Files.writeString(
                files.resolve("schema.prisma"),
                "datasource db {\n  provider = \"postgresql\"\n}\nmodel Person {\n  id Int @id @default(autoincrement())\n"
                        + "  spend Float?\n  tags Tag[]\n  @@map(\"User\")\n}\nmodel Tag {\n  id Int @id\n  people Person[]\n}\n"
                        + "enum Color {\n  red\n}\n");
        scene.database().execute("CREATE TABLE \"Tag\" (id int); CREATE TABLE \"_PersonToTag\" (\"A\" int, \"B\" int)");
        TestGate gate = scene.gate("gate.policy.migrations", "off", "gate.prisma.schema", schema.toString());
        assertThat(gate.runOnce().ready()).isTrue();

        gate.recheck();

        assertThat(gate.audit.strangers()).hasValue(5);
        assertThat(gate.audit.findings())
                .contains(
                        "table public.invoice: nobody's, since schema.prisma does not have it; prisma db push drops it where it"
                                + " is empty, --accept-data-loss and --force-reset always");
    }
}
