package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.schemagate.desired.Outcome;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

/** Replays a script as a start does, and asks whether the next start finds nothing to do. */
final class ScriptTrial {

    /** What came of one script. */
    enum Replayed {
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

    Replayed replay(String script) throws SQLException {
        List<CompiledStatement> statements =
                Compile.of(SqlParser.parse(new SourceText("script.sql", script)), new NameResolution("public"));
        session.begin();
        try {
            List<StatementPlan> plans = session.plan(statements);
            if (plans.stream().anyMatch(plan -> plan.outcome() == Outcome.CONFLICT)) {
                return Replayed.CONTRADICTORY;
            }
            for (StatementPlan plan : plans) {
                if (plan.outcome() != Outcome.SATISFIED
                        && !session.run(plan.statement().sql(script)).isEmpty()) {
                    return Replayed.REFUSED;
                }
            }
            boolean done = session.plan(statements).stream().allMatch(plan -> plan.outcome() == Outcome.SATISFIED);
            return done ? Replayed.CONVERGED : Replayed.ENDLESS;
        } finally {
            session.rollback();
        }
    }
}
