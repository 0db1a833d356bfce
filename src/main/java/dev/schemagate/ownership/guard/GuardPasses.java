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
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;

/** Opens the guard for exactly what Prisma's pending migrations do. */
public final class GuardPasses {

    private static final String COMPARE = """
            SELECT %s.widens(live.atttypid, live.atttypmod, new.atttypid, new.atttypmod),
                (live.atttypid, live.atttypmod) = (new.atttypid, new.atttypmod)
            FROM pg_attribute live, pg_attribute new
            WHERE live.attrelid = to_regclass(?) AND live.attname = ? AND new.attrelid = 'pg_temp.gate_probe'::regclass AND new.attname = 'c'
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
            PendingTypes types = new PendingTypes(foreign);
            List<PendingDeed> needed = new ArrayList<>();
            for (ParsedScript migration : migrations.parsed(pending(session, migrations))) {
                for (PendingDeed pending : PendingDeed.of(readable(migration), new NameResolution(foreign))) {
                    Set<String> kinds = refused.getOrDefault(pending.deed().schema(), Set.of());
                    if (kinds.contains(pending.deed().kind())) {
                        settled(session, pending, types).ifPresent(needed::add);
                    }
                }
                types.after(migration);
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
        if (PrismaLedger.presence(session, foreign) == ForeignLedger.ABSENT) {
            return List.copyOf(names);
        }
        PrismaLedger ledger = PrismaLedger.read(session, foreign, true);
        return names.stream().filter(name -> !ledger.isApplied(name)).toList();
    }

    /** A change of type that loses nothing needs no pass, and one to the same type is a rewrite. */
    private Optional<PendingDeed> settled(Connection session, PendingDeed pending, PendingTypes types)
            throws SQLException {
        if (!(pending.change() instanceof ColumnChange.Retype retype)
                || !"pg_catalog".equals(retype.type().name().schema())) {
            return Optional.of(pending);
        }
        try {
            return Transaction.rollback(session, () -> compared(session, pending, retype, types));
        } catch (SQLException e) {
            if (SqlState.of(e).equals(SqlState.INSUFFICIENT_PRIVILEGE)) {
                return Optional.of(pending);
            }
            throw e;
        }
    }

    private Optional<PendingDeed> compared(
            Connection session, PendingDeed pending, ColumnChange.Retype retype, PendingTypes types)
            throws SQLException {
        Deed deed = pending.deed();
        Optional<String> coming = types.of(deed.owner(), retype.column());
        Database.execute(
                session,
                "CREATE TEMP TABLE gate_probe (c " + retype.type().canonical()
                        + coming.map(type -> ", was " + type).orElse("") + ")");
        String table = Identifiers.quote(deed.schema()) + "."
                + Identifiers.quote(deed.owner().name());
        try (PreparedStatement compare = session.prepareStatement(COMPARE.formatted(guard))) {
            compare.setString(1, coming.isPresent() ? "pg_temp.gate_probe" : table);
            compare.setString(2, coming.isPresent() ? "was" : deed.part());
            try (ResultSet row = compare.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    return Optional.of(pending);
                }
                return row.getBoolean(2) && retype.using() != null
                        ? Optional.of(pending.with(new Deed("rewrite", deed.kind(), deed.owner(), null)))
                        : Optional.empty();
            }
        }
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
