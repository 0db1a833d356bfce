package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.catalog.Camera;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.config.GateConfig;
import dev.schemagate.db.RoundTrip;
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
    private final GateConfig config;
    private final AskedStatement statement;
    private final String transaction;
    private final Snapshot before;

    private Proof(Connection session, Camera camera, GateConfig config, AskedStatement statement) throws SQLException {
        this.session = session;
        this.camera = camera;
        this.config = config;
        this.statement = statement;
        this.transaction = number(session);
        this.before = camera.take(session);
        // Once for nothing, while no lock is held: what is cold now, here and on the server, would be slow under it.
        ownEyes();
        look();
        new Prediction(before, statement).surprises(Difference.rehearsal(before));
    }

    /** Takes the picture before; no lock is held yet. */
    static Proof begin(Connection session, Camera camera, GateConfig config, AskedStatement statement)
            throws SQLException {
        return new Proof(session, camera, config, statement);
    }

    /** What happened and was not predicted, or was predicted and did not happen; empty where all is as it should be. */
    List<String> surprises() throws SQLException {
        if (!ownEyes()) {
            return List.of("it prepared statements, which could answer in the place of our own");
        }
        Look look = look();
        Verdict verdict = look.after().verdict();
        if (look.surprises().isEmpty() && verdict != Verdict.SATISFIED && verdict != Verdict.UNKNOWN) {
            String reason = look.after().finding().reason();
            if (look.difference().isEmpty()) {
                throw new NothingHappened(reason);
            }
            return List.of("afterwards " + reason);
        }
        return look.surprises();
    }

    private record Look(Difference difference, List<String> surprises, StatementPlan after) {}

    /** One round trip, since the lock is held for it. */
    private Look look() throws SQLException {
        RoundTrip trip = new RoundTrip();
        RoundTrip.Answer<Camera.View> ours = camera.askForOurs(trip);
        RoundTrip.Answer<List<String>> deeds = trip.ask(DEEDS, this::deeds, config.schema());
        Planner.Asked plan = Planner.ask(trip, List.of(statement));
        trip.run(session);
        Difference difference = camera.since(before, ours.get(), session);
        List<String> surprises = new ArrayList<>(new Prediction(before, statement).surprises(difference));
        surprises.addAll(deeds.get());
        return new Look(difference, surprises, plan.plans(session).get(0));
    }

    /**
     * Whatever the statement set, the proof looks with its own eyes: temporary tables could stand for catalogs. False where
     * the session's prepared statements cannot be trusted any more; this asks without one.
     */
    private boolean ownEyes() throws SQLException {
        try (Statement control = session.createStatement()) {
            control.execute("RESET ROLE; RESET search_path; " + PlanTransaction.searchPath(config));
            try (ResultSet row = control.executeQuery("SELECT FROM pg_catalog.pg_prepared_statements WHERE from_sql")) {
                return !row.next();
            }
        }
    }

    private List<String> deeds(ResultSet row) throws SQLException {
        Set<List<String>> expected = statement.locks().stream()
                .filter(lock -> lock.lock() == LockMode.ROW_EXCLUSIVE)
                .map(lock -> List.of(lock.schema(), lock.relation()))
                .collect(Collectors.toSet());
        List<String> surprises = new ArrayList<>();
        while (row.next()) {
            if (!transaction.equals(row.getString(1))) {
                surprises.add("it ended the transaction that it runs in, and part of it cannot be undone");
            }
            String schema = row.getString(2);
            if (schema != null && !expected.contains(List.of(schema, row.getString(3)))) {
                surprises.add("rows of " + schema + "." + row.getString(3) + " were changed or deleted");
            }
        }
        return surprises;
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
