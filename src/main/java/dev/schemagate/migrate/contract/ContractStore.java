package dev.schemagate.migrate.contract;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Identifiers;

/** {@code schema_gate.contract}: what is declared, since when nobody was seen to use it, and what is done. */
final class ContractStore {

    private final String schema;
    private final String table;
    private final String self;

    /**
     * @param schema of the bookkeeping
     * @param self by what name this gate signs
     */
    ContractStore(String schema, String self) {
        this.schema = schema;
        this.table = Identifiers.quote(schema) + ".contract";
        this.self = self;
    }

    /** What a session may do with the books. */
    enum Access {
        NONE,
        READ,
        WRITE
    }

    /** Asks by name: the schema may be absent, of an earlier layout, or closed to this login. */
    Access access(Connection session) throws SQLException {
        String sql = "SELECT count(*), count(*) FILTER (WHERE has_table_privilege(c.oid, 'INSERT')"
                + " AND has_table_privilege(c.oid, 'UPDATE') AND current_setting('transaction_read_only') = 'off')"
                + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?"
                + " AND c.relname IN ('contract', 'pod') AND has_schema_privilege(n.oid, 'USAGE')"
                + " AND has_table_privilege(c.oid, 'SELECT')";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            select.setString(1, schema);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                boolean readable = row.getInt(1) == 2;
                return readable && row.getInt(2) == 2 ? Access.WRITE : readable ? Access.READ : Access.NONE;
            }
        }
    }

    /** Notes that it is pending; a contract that is declared again where it was done before begins anew. */
    void declare(Connection session, Contract contract) throws SQLException {
        String sql = "INSERT INTO " + table + " AS c (object, file, line, reason, declared_by) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (object, file) DO UPDATE SET line = EXCLUDED.line, reason = EXCLUDED.reason,"
                + " declared_at = CASE WHEN c.done_at IS NULL THEN c.declared_at ELSE clock_timestamp() END,"
                + " quiet_since = CASE WHEN c.done_at IS NULL THEN c.quiet_since END, done_at = NULL, done_by = NULL"
                + " WHERE c.done_at IS NOT NULL OR (c.line, c.reason) <> (EXCLUDED.line, EXCLUDED.reason)";
        try (PreparedStatement insert = session.prepareStatement(sql)) {
            identify(insert, contract);
            insert.setInt(3, contract.line());
            insert.setString(4, contract.reason());
            insert.setString(5, self);
            insert.executeUpdate();
        }
    }

    /** The sample that the quiet time began with. */
    Optional<CallSample> sample(Connection session, Contract contract) throws SQLException {
        String sql = "SELECT extract(epoch FROM clock_timestamp() - quiet_since)::bigint, calls, dealloc, stats_reset"
                + " FROM " + table + " WHERE object = ? AND file = ? AND quiet_since IS NOT NULL";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            identify(select, contract);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new CallSample(
                                row.getLong(1),
                                CallSample.calls(row.getString(2)),
                                row.getLong(3),
                                time(row.getTimestamp(4))))
                        : Optional.empty();
            }
        }
    }

    private static @Nullable Instant time(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    /** The quiet time begins now, with this sample. */
    void begin(Connection session, Contract contract, CallSample sample) throws SQLException {
        String sql = "UPDATE " + table + " SET quiet_since = clock_timestamp(), calls = ?, dealloc = ?, stats_reset = ?"
                + " WHERE object = ? AND file = ?";
        try (PreparedStatement update = session.prepareStatement(sql)) {
            update.setString(1, sample.text());
            update.setLong(2, sample.dealloc());
            update.setTimestamp(3, sample.reset() == null ? null : Timestamp.from(sample.reset()));
            update.setString(4, contract.name());
            update.setString(5, contract.file());
            update.executeUpdate();
        }
    }

    /** While it was withheld somebody was refused it. */
    void refused(Connection session, Contract contract, String who) throws SQLException {
        String sql =
                "UPDATE " + table + " SET refused_at = clock_timestamp(), refused = ? WHERE object = ? AND file = ?";
        try (PreparedStatement update = session.prepareStatement(sql)) {
            update.setString(1, who);
            update.setString(2, contract.name());
            update.setString(3, contract.file());
            update.executeUpdate();
        }
    }

    /** Who was refused it within a time. */
    Optional<String> refused(Connection session, Contract contract, Duration within) throws SQLException {
        String sql = "SELECT refused FROM " + table
                + " WHERE object = ? AND file = ? AND refused_at > clock_timestamp() - ?::interval";
        try (PreparedStatement select = session.prepareStatement(sql)) {
            identify(select, contract);
            select.setString(3, within.toString());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    void done(Connection session, List<Contract> contracts) throws SQLException {
        String sql = "UPDATE " + table + " SET done_at = clock_timestamp(), done_by = ? WHERE object = ? AND file = ?";
        try (PreparedStatement update = session.prepareStatement(sql)) {
            for (Contract contract : contracts) {
                update.setString(1, self);
                update.setString(2, contract.name());
                update.setString(3, contract.file());
                update.executeUpdate();
            }
        }
    }

    /** Those carried out, the latest first. */
    List<Done> done(Connection session) throws SQLException {
        String sql = "SELECT object, file, line, reason, done_at, done_by FROM " + table
                + " WHERE done_at IS NOT NULL ORDER BY done_at DESC, object";
        List<Done> done = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                done.add(new Done(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant(),
                        row.getString(6)));
            }
        }
        return done;
    }

    private static void identify(PreparedStatement statement, Contract contract) throws SQLException {
        statement.setString(1, contract.name());
        statement.setString(2, contract.file());
    }
}
