package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.catalog.CatalogReader;
import dev.schemagate.catalog.Difference;
import dev.schemagate.catalog.Snapshot;
import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.RoundTrip;
import dev.schemagate.desired.Outcome;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.Planner;
import dev.schemagate.plan.StatementPlan;

/**
 * Shows, inside the transaction that ran a statement, that it did what was predicted and nothing else.
 *
 * <p>Begun before the statement, at REPEATABLE READ: what other sessions do meanwhile is not seen, what this transaction did
 * is.
 */
final class Proof {

    private final Connection session;
    private final GateConfig config;
    private final StatementPlan seen;
    private final CompiledStatement statement;
    private final Snapshot before;
    private final Prediction prediction;
    private final RewrittenTables rewritten;
    private final Set<String> filled;
    private final Look first;

    private Proof(Connection session, GateConfig config, StatementPlan seen) throws SQLException {
        this.session = session;
        this.config = config;
        this.seen = seen;
        this.statement = seen.statement();
        ownEyes("");
        this.before = CatalogReader.take(session);
        this.prediction = new Prediction(before, statement);
        this.rewritten = new RewrittenTables(
                before,
                prediction.rewrites(),
                ActingRole.become(seen.role(config.hotfix().role()), true));
        this.filled = rewritten.filled(session);
        // Of all tables, since the statistics may hold rows of the session's earlier transactions.
        this.first = look(before.tables(), List.of(statement, Planner.rehearsal()));
        // Judged for nothing, while no lock is held: what is cold now would be slow under it.
        surprises(first, CatalogReader.since(before, first.ours(), session));
        prediction.surprises(Difference.rehearsal(before));
    }

    /**
     * Takes the snapshot before, and makes the transaction's number; no lock is held yet.
     *
     * @param seen the statement's plan as it was made last
     */
    static Proof begin(Connection session, GateConfig config, StatementPlan seen) throws SQLException {
        return new Proof(session, config, seen);
    }

    /** The statement's plan before it runs. */
    StatementPlan plan() {
        return first.plan();
    }

    /**
     * What happened and was not predicted, or was predicted and did not happen; empty where all is as it should be. From here
     * on the transaction can write nothing more: a deferred trigger that puts itself off until the commit fails there, and a
     * function that the comparison of expressions evaluates cannot do anything either.
     */
    List<String> surprises() throws SQLException {
        if (!ownEyes("SET TRANSACTION READ ONLY; ")) {
            return List.of("it used PREPARE; prepared statements could shadow the gate's own queries");
        }
        Look look = look(seen.relations(), List.of(statement));
        Difference difference = CatalogReader.since(before, look.ours(), session);
        List<String> surprises = surprises(look, difference);
        emptied().forEach(table -> surprises.add("all rows of " + table + " are gone"));
        Outcome verdict = look.plan().outcome();
        if (surprises.isEmpty() && verdict != Outcome.SATISFIED && verdict != Outcome.UNKNOWN) {
            String reason = look.plan().reason();
            if (difference.isEmpty()) {
                throw new NothingHappened(reason);
            }
            return List.of("afterwards " + reason);
        }
        return surprises;
    }

    private Set<String> emptied() throws SQLException {
        Set<String> emptied = new LinkedHashSet<>(filled);
        emptied.removeAll(rewritten.filled(session));
        return emptied;
    }

    private List<String> surprises(Look look, Difference difference) {
        List<String> surprises = new ArrayList<>(prediction.surprises(difference));
        surprises.addAll(look.effects().surprises(first.effects()));
        return surprises;
    }

    private record Look(CatalogReader.View ours, TransactionSideEffects effects, StatementPlan plan) {}

    /** One round trip, since a lock may be held for it. */
    private Look look(Collection<Long> tables, List<CompiledStatement> statements) throws SQLException {
        RoundTrip trip = new RoundTrip();
        RoundTrip.Answer<CatalogReader.View> ours = CatalogReader.askForOurs(trip);
        RoundTrip.Answer<TransactionSideEffects> effects = TransactionSideEffects.ask(trip, tables, config.schema());
        Planner.Asked plan = Planner.ask(trip, PlanTransaction.acting(config), statements);
        trip.run(session);
        return new Look(ours.get(), effects.get(), plan.plans(session).get(0));
    }

    /**
     * Whatever was set, the proof looks with its own eyes, when everything that others left for the end of the transaction
     * has run. False where the session's prepared statements cannot be trusted any more; this asks without one.
     */
    private boolean ownEyes(String more) throws SQLException {
        String sql = "SET CONSTRAINTS ALL IMMEDIATE; " + more + Database.FRESH + "; " + settings()
                + "; SELECT NOT EXISTS (SELECT FROM pg_prepared_statements WHERE from_sql), pg_current_xact_id()";
        try (Statement control = session.createStatement()) {
            boolean trust = false;
            boolean rows = control.execute(sql);
            while (rows || control.getUpdateCount() >= 0) {
                // The last answer is the one that was asked for.
                trust = rows && isTrue(control);
                rows = control.getMoreResults();
            }
            return trust;
        }
    }

    private static boolean isTrue(Statement answered) throws SQLException {
        try (ResultSet row = answered.getResultSet()) {
            return row.next() && "t".equals(row.getString(1));
        }
    }

    /** The limits of one statement, and what keeps the looks of a transaction as quick as their plans were the first time. */
    private String settings() {
        return "SET LOCAL lock_timeout = " + config.hotfix().lockTimeout().toMillis()
                + "; SET LOCAL statement_timeout = "
                + config.hotfix().statementTimeout().toMillis()
                + "; SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL plan_cache_mode = force_generic_plan";
    }

    /**
     * The statement ran and left the catalog as it was, although something is missing from it: another session brought it
     * between our snapshot and our lock, so that our snapshot does not have it; or the statement's own condition is wrong.
     */
    static final class NothingHappened extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NothingHappened(String reason) {
            super(reason);
        }
    }
}
