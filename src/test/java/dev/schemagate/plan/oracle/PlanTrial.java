package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.desired.Outcome;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

/** Asks PostgreSQL whether the planner was right: what a statement makes of an untouched table is what it asks for. */
final class PlanTrial {

    /**
     * What came of one case.
     *
     * @param outcomes on the untouched schema and on what was made; without the second where the server refused to make it
     * @param strict whether what means the same was taken for something else
     * @param wrong what the planner got wrong
     */
    record Trial(List<Outcome> outcomes, boolean strict, List<String> wrong) {}

    private final PlanningSession session;
    private final CatalogFacts untouched;

    PlanTrial(Connection connection) throws SQLException {
        this.session = new PlanningSession(connection);
        session.begin();
        this.untouched = session.facts();
        session.rollback();
    }

    /** Nothing, where the server refuses what is asked even of an untouched schema. */
    Trial ask(Case asked) throws SQLException {
        ParsedScript script = SqlParser.parse(new SourceText("oracle.sql", asked.asked()));
        List<CompiledStatement> statements =
                script.errors().isEmpty() ? Compile.of(script, new NameResolution("public")) : List.of();
        List<String> wrong = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        CatalogFacts wanted = fresh(asked, statements, outcomes, wrong);
        if (wanted == null) {
            return new Trial(List.of(), false, List.of());
        }
        boolean strict = made(asked, statements, wanted, outcomes, wrong);
        return new Trial(outcomes, strict, wrong);
    }

    private CatalogFacts fresh(
            Case asked, List<CompiledStatement> statements, List<Outcome> outcomes, List<String> wrong)
            throws SQLException {
        session.begin();
        try {
            if (!session.run(runnable(asked)).isEmpty()) {
                return null;
            }
            if (statements.size() != 1) {
                wrong.add("the server takes what the parser does not");
                return null;
            }
            CatalogFacts wanted = session.facts();
            converged(statements, "untouched", wrong);
            session.rollback();
            session.begin();
            StatementPlan plan = session.plan(statements).get(0);
            outcomes.add(plan.outcome());
            Outcome expected = untouched.equals(wanted) ? Outcome.SATISFIED : Outcome.MISSING;
            if (plan.outcome() != expected
                    && plan.outcome() != Outcome.UNKNOWN
                    && !sameValue(plan, untouched, wanted)) {
                wrong.add("untouched: should be " + expected + ", " + said(plan));
            }
            return wanted;
        } finally {
            session.rollback();
        }
    }

    /** Whether the planner took what means the same for something else. */
    private boolean made(
            Case asked,
            List<CompiledStatement> statements,
            CatalogFacts wanted,
            List<Outcome> outcomes,
            List<String> wrong)
            throws SQLException {
        session.begin();
        try {
            for (String sql : asked.made()) {
                if (!session.run(sql.replace("CONCURRENTLY ", "")).isEmpty()) {
                    return false;
                }
            }
            CatalogFacts there = session.facts();
            StatementPlan plan = session.plan(statements).get(0);
            outcomes.add(plan.outcome());
            List<String> differences = there.lacks(wanted);
            String failed = session.run(runnable(asked));
            CatalogFacts after = session.facts();
            if (failed.isEmpty() && plan.outcome() == Outcome.MISSING) {
                converged(statements, "made", wrong);
            }
            Truth truth = new Truth(there, wanted, after, failed, asked.alike());
            if (!truth.allows(plan.outcome()) && !sameValue(plan, there, wanted)) {
                wrong.add("made: " + said(plan) + "; " + failed + " differs in " + differences);
            }
            return asked.alike() && plan.outcome() == Outcome.CONFLICT;
        } finally {
            session.rollback();
        }
    }

    private boolean sameValue(StatementPlan plan, CatalogFacts there, CatalogFacts wanted) throws SQLException {
        return plan.outcome() == Outcome.SATISFIED && new SameValue(session).gives(there, wanted);
    }

    private void converged(List<CompiledStatement> statements, String where, List<String> wrong) throws SQLException {
        StatementPlan plan = session.plan(statements).get(0);
        if (plan.outcome() != Outcome.SATISFIED && plan.outcome() != Outcome.UNKNOWN) {
            wrong.add(where + ": it has run, and " + said(plan));
        }
    }

    private static String said(StatementPlan plan) {
        return "is " + plan.outcome() + ": " + plan.reason();
    }

    private static String runnable(Case asked) {
        return asked.asked().replace("CONCURRENTLY ", "");
    }
}
