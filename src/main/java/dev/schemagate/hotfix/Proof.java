package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.postgresql.PGStatement;

import dev.schemagate.catalog.Camera;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.plan.AskedStatement;
import dev.schemagate.plan.Planner;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.plan.Verdict;
import dev.schemagate.sql.LockMode;

/**
 * Shows, inside the transaction that ran a statement, that it did what was predicted and nothing else.
 *
 * <p>Begun before the statement, at REPEATABLE READ: what other sessions do meanwhile is not seen, what this transaction did
 * is.
 */
final class Proof {

    /**
     * Rows that this transaction took away or changed, by its own statistics; only tables it has a writer's lock on are
     * looked at. A catalog shows nothing of DELETE.
     */
    private static final String ROWS = """
            SELECT n.nspname, c.relname
            FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE l.pid = pg_backend_pid() AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
              AND c.relkind IN ('r', 'm', 'p') AND n.nspname <> ? AND n.nspname !~ '^(pg_|information_schema$)'
              AND pg_stat_get_xact_tuples_deleted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) > 0
            """;

    private final Connection session;
    private final Camera camera;
    private final String bookkeeping;
    private final AskedStatement statement;
    private final String transaction;
    private final Snapshot before;

    private Proof(Connection session, Camera camera, String bookkeeping, AskedStatement statement) throws SQLException {
        this.session = session;
        this.camera = camera;
        this.bookkeeping = bookkeeping;
        this.statement = statement;
        this.transaction = value(session, "SELECT pg_current_xact_id()::text");
        this.before = camera.take(session);
        // Once for nothing, while no lock is held: what is cold now would be slow under it.
        camera.since(before, session);
        rows();
    }

    /** Takes the picture before; no lock is held yet. */
    static Proof begin(Connection session, Camera camera, String bookkeeping, AskedStatement statement)
            throws SQLException {
        return new Proof(session, camera, bookkeeping, statement);
    }

    /** What happened and was not predicted, or was predicted and did not happen; empty where all is as it should be. */
    List<String> surprises() throws SQLException {
        List<String> surprises = new ArrayList<>();
        String now = value(session, "SELECT coalesce(pg_current_xact_id_if_assigned()::text, 'none')");
        if (!now.equals(transaction)) {
            surprises.add("it ended the transaction that it runs in, and part of it cannot be undone");
        }
        Difference difference = camera.since(before, session);
        surprises.addAll(new Prediction(before, statement).surprises(difference));
        surprises.addAll(rows());
        StatementPlan after = Planner.plan(session, List.of(statement)).get(0);
        boolean done = after.verdict() == Verdict.SATISFIED || after.verdict() == Verdict.UNKNOWN;
        if (surprises.isEmpty() && !done) {
            if (difference.isEmpty()) {
                throw new NothingHappened(after.finding().reason());
            }
            surprises.add("afterwards " + after.finding().reason());
        }
        return surprises;
    }

    private List<String> rows() throws SQLException {
        Set<List<String>> expected = statement.locks().stream()
                .filter(lock -> lock.lock() == LockMode.ROW_EXCLUSIVE)
                .map(lock -> List.of(lock.schema(), lock.relation()))
                .collect(Collectors.toSet());
        List<String> surprises = new ArrayList<>();
        try (PreparedStatement select = session.prepareStatement(ROWS)) {
            select.unwrap(PGStatement.class).setPrepareThreshold(1);
            select.setString(1, bookkeeping);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!expected.contains(List.of(row.getString(1), row.getString(2)))) {
                        surprises.add(
                                "rows of " + row.getString(1) + "." + row.getString(2) + " were changed or deleted");
                    }
                }
            }
        }
        return surprises;
    }

    private static String value(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * The statement ran and left the catalog as it was, although something is missing from it: another session brought it
     * between our picture and our lock, so that our snapshot does not have it; or the statement's own condition is wrong.
     */
    static final class NothingHappened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NothingHappened(String reason) {
            super(reason);
        }
    }
}
