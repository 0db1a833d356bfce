package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.plan.AskedStatement;
import dev.schemagate.plan.Asking;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.plan.Verdict;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

/** Replays a script as a start does, and asks whether the next start finds nothing to do. */
final class ScriptTrial {

    /** What came of one script. */
    enum Outcome {
        CONVERGED,
        CONTRADICTORY,
        REFUSED,
        /** What it has run is still missing, or in conflict. */
        ENDLESS
    }

    private final PlanningSession session;

    ScriptTrial(Connection connection) throws SQLException {
        this.session = new PlanningSession(connection);
    }

    Outcome replay(String script) throws SQLException {
        List<AskedStatement> statements =
                Asking.of(SqlParser.parse(new SourceText("script.sql", script)), new NameResolution("public"));
        session.begin();
        try {
            List<StatementPlan> plans = session.plan(statements);
            if (plans.stream().anyMatch(plan -> plan.verdict() == Verdict.CONFLICT)) {
                return Outcome.CONTRADICTORY;
            }
            for (StatementPlan plan : plans) {
                if (plan.verdict() != Verdict.SATISFIED
                        && !session.run(plan.statement().sql(script)).isEmpty()) {
                    return Outcome.REFUSED;
                }
            }
            boolean done = session.plan(statements).stream().allMatch(plan -> plan.verdict() == Verdict.SATISFIED);
            return done ? Outcome.CONVERGED : Outcome.ENDLESS;
        } finally {
            session.rollback();
        }
    }
}
