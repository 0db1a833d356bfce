package dev.schemagate.prisma.drift;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.prisma.Expectation;
import dev.schemagate.prisma.ExpectedDatabase;
import dev.schemagate.prisma.ExpectedEnum;
import dev.schemagate.prisma.ExpectedTable;
import dev.schemagate.prisma.ForeignLedger;
import dev.schemagate.prisma.PrismaLedger;
import dev.schemagate.prisma.schema.PrismaSchema;
import dev.schemagate.sql.NameResolution;

/**
 * Compares what a Prisma schema asks with what the database has, by meaning: an identity column is as good as a serial one, a unique
 * constraint as a unique index, {@code now()} as CURRENT_TIMESTAMP. Only reads.
 */
public final class Drift {

    private final GateConfig config;

    public Drift(GateConfig config) {
        this.config = config;
    }

    /** As {@link #look(Connection, PrismaSchema)}, on a session of its own. */
    public DriftReport look(Database database, PrismaSchema schema) {
        try (Connection session = database.open()) {
            return look(session, schema);
        } catch (SQLException e) {
            throw DatabaseException.during("comparing with Prisma's schema", e);
        }
    }

    /** @throws DatabaseException where it could not look */
    public DriftReport look(Connection session, PrismaSchema schema) {
        try {
            ExpectedDatabase expected = Expectation.of(schema, config.foreignSchema());
            SchemaComparison comparison = new SchemaComparison(
                    expected, Live.read(session, schemas(expected)), new NameResolution(config.foreignSchema()));
            List<Deviation> found =
                    new ArrayList<>(comparison.deviations(Answers.ask(session, config, comparison.questions())));
            found.sort(Comparator.comparing(Deviation::kind));
            return new DriftReport(new Patches(config).allowed(session, found), ledger(session));
        } catch (SQLException e) {
            throw DatabaseException.during("comparing with Prisma's schema", e);
        }
    }

    private Set<String> schemas(ExpectedDatabase expected) {
        Set<String> schemas = new TreeSet<>(Set.of(config.foreignSchema()));
        expected.tables().stream().map(ExpectedTable::schema).forEach(schemas::add);
        expected.enums().stream().map(ExpectedEnum::schema).forEach(schemas::add);
        return schemas;
    }

    /** What the ledger says that is not at rest, a line each: it is shown, and never trusted. */
    private List<String> ledger(Connection session) throws SQLException {
        if (PrismaLedger.presence(session, config.foreignSchema()) != ForeignLedger.READABLE) {
            return List.of();
        }
        PrismaLedger ledger = PrismaLedger.read(session, config.foreignSchema(), false);
        List<String> lines = new ArrayList<>();
        ledger.marked().forEach(name -> lines.add("migration " + name + " is marked as applied and never ran"));
        ledger.rows().stream()
                .filter(PrismaLedger.Row::isOpen)
                .forEach(row ->
                        lines.add("migration " + row.name() + " began at " + row.since() + " and has not finished"));
        return lines;
    }
}
