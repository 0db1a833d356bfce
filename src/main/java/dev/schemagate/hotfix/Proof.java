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
     * The transaction's number, and the tables that rows were taken away from or changed in, by its own statistics; only
     * tables it has a writer's lock on are looked at. A catalog shows nothing of DELETE.
     */
    private static final String DEEDS = """
            SELECT pg_current_xact_id_if_assigned()::text, t.nspname, t.relname
            FROM (VALUES (1)) always LEFT JOIN (
                SELECT n.nspname, c.relname
                FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE l.pid = pg_backend_pid() AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                  AND c.relkind IN ('r', 'm', 'p') AND n.nspname <> ? AND n.nspname !~ '^(pg_|information_schema$)'
                  AND pg_stat_get_xact_tuples_deleted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid) > 0) t ON true
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
        this.transaction = number(session);
        this.before = camera.take(session);
        // Once for nothing, while no lock is held: what is cold now, here and on the server, would be slow under it.
        look(new ArrayList<>());
        new Prediction(before, statement).surprises(Difference.rehearsal(before));
    }

    /** Takes the picture before; no lock is held yet. */
    static Proof begin(Connection session, Camera camera, String bookkeeping, AskedStatement statement)
            throws SQLException {
        return new Proof(session, camera, bookkeeping, statement);
    }

    /** What happened and was not predicted, or was predicted and did not happen; empty where all is as it should be. */
    List<String> surprises() throws SQLException {
        List<String> surprises = new ArrayList<>();
        Difference difference = look(surprises);
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

    private Difference look(List<String> surprises) throws SQLException {
        Difference difference = camera.since(before, session);
        surprises.addAll(new Prediction(before, statement).surprises(difference));
        deeds(surprises);
        return difference;
    }

    private void deeds(List<String> surprises) throws SQLException {
        Set<List<String>> expected = statement.locks().stream()
                .filter(lock -> lock.lock() == LockMode.ROW_EXCLUSIVE)
                .map(lock -> List.of(lock.schema(), lock.relation()))
                .collect(Collectors.toSet());
        try (PreparedStatement select = session.prepareStatement(DEEDS)) {
            select.unwrap(PGStatement.class).setPrepareThreshold(1);
            select.setString(1, bookkeeping);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!transaction.equals(row.getString(1))) {
                        surprises.add("it ended the transaction that it runs in, and part of it cannot be undone");
                    }
                    String schema = row.getString(2);
                    if (schema != null && !expected.contains(List.of(schema, row.getString(3)))) {
                        surprises.add("rows of " + schema + "." + row.getString(3) + " were changed or deleted");
                    }
                }
            }
        }
    }

    private static String number(Connection session) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
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
