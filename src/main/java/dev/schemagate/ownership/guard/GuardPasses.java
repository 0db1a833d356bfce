package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.db.SqlState;
import dev.schemagate.db.Transaction;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.prisma.ForeignLedger;
import dev.schemagate.prisma.PrismaLedger;
import dev.schemagate.prisma.PrismaMigrations;
import dev.schemagate.sql.ColumnTypes;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.QualifiedName;

/** Opens the guard for exactly what Prisma's pending migrations do. */
public final class GuardPasses {

    private static final String TYPES = """
            SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'f') AND a.attnum > 0 AND NOT a.attisdropped
            """;

    private final Database database;
    private final String foreign;
    private final String schema;
    private final String guard;

    public GuardPasses(Database database, GateConfig config) {
        this.database = database;
        this.foreign = config.foreignSchema();
        this.schema = Inspection.schemaOf(config.schema());
        this.guard = Identifiers.quote(schema);
    }

    /**
     * What the guard in this database would refuse of the migrations that are not finished in Prisma's ledger.
     *
     * @throws GuardException GD003 without a guard, and GD002 where one that is pending is not readable SQL
     */
    public List<PendingDeed> needed(PrismaMigrations migrations) {
        try (Connection session = database.open()) {
            Map<String, Set<String>> refused = refused(session);
            ColumnTypes types = types(session, refused.keySet());
            List<PendingDeed> needed = new ArrayList<>();
            for (ParsedScript migration : migrations.parsed(pending(session, migrations))) {
                PendingDeed.of(readable(migration), new NameResolution(foreign), types).stream()
                        .filter(pending -> refused.getOrDefault(pending.deed().schema(), Set.of())
                                .contains(pending.deed().kind()))
                        .forEach(needed::add);
            }
            return needed;
        } catch (SQLException e) {
            throw DatabaseException.during("looking at what the guard would refuse", e);
        }
    }

    private static ParsedScript readable(ParsedScript migration) {
        if (migration.errors().isEmpty()) {
            return migration;
        }
        throw new GuardException(
                ErrorCode.GD002,
                migration.errors().stream()
                        .map(error -> migration.source().name() + ":"
                                + error.range().line() + ":" + error.range().column() + ": " + error.message())
                        .collect(Collectors.joining("\n")),
                null);
    }

    private Map<String, Set<String>> refused(Connection session) throws SQLException {
        try {
            return Coverage.guarded(session, schema);
        } catch (SQLException e) {
            if (SqlState.of(e).equals(SqlState.UNDEFINED_TABLE)) {
                throw new GuardException(
                        ErrorCode.GD003, "there is no guard in this database, and so nothing to allow", e);
            }
            throw e;
        }
    }

    private List<String> pending(Connection session, PrismaMigrations migrations) throws SQLException {
        Set<String> names = migrations.files().keySet();
        ForeignLedger presence = PrismaLedger.presence(session, foreign);
        if (presence == ForeignLedger.ABSENT) {
            return List.copyOf(names);
        }
        if (presence == ForeignLedger.UNREADABLE) {
            throw PrismaLedger.unreadable(session, foreign, "");
        }
        PrismaLedger ledger = PrismaLedger.read(session, foreign, true);
        return names.stream().filter(name -> !ledger.isApplied(name)).toList();
    }

    private static ColumnTypes types(Connection session, Set<String> schemas) throws SQLException {
        ColumnTypes types = new ColumnTypes();
        try (PreparedStatement select = session.prepareStatement(TYPES)) {
            select.setArray(1, session.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    types.put(
                            new QualifiedName(row.getString(1), row.getString(2)), row.getString(3), row.getString(4));
                }
            }
        }
        return types;
    }

    /**
     * Writes a pass for each, all or none.
     *
     * @param role who may use them; anybody where it is empty
     */
    public void write(List<PendingDeed> deeds, String ticket, Optional<String> role, Duration valid) {
        try (Connection session = database.open()) {
            Transaction.commit(session, () -> {
                for (PendingDeed pending : deeds) {
                    new GuardPass(ticket, pending.file(), role, valid).write(session, guard, pending.deed());
                }
                return null;
            });
        } catch (SQLException e) {
            throw DatabaseException.during("writing passes", e);
        }
    }
}
