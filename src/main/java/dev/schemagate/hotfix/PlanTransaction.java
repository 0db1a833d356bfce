package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Transaction;
import dev.schemagate.desired.Acting;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.Planner;
import dev.schemagate.plan.Resolution;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.Identifiers;

/** The short, reading transaction that a plan is made in. */
public final class PlanTransaction {

    private PlanTransaction() {}

    /** @throws SQLException 55P03 where a definition had to be compared and its table stayed locked for lock_timeout */
    public static List<StatementPlan> plan(Connection session, GateConfig config, List<CompiledStatement> statements)
            throws SQLException {
        return plan(session, config, statements, false);
    }

    /** As {@link #plan}, where what PostgreSQL would refuse is known to be impossible. */
    public static List<StatementPlan> resolved(
            Connection session, GateConfig config, List<CompiledStatement> statements) throws SQLException {
        return plan(session, config, statements, true);
    }

    private static List<StatementPlan> plan(
            Connection session, GateConfig config, List<CompiledStatement> statements, boolean resolve)
            throws SQLException {
        return Transaction.rollback(session, () -> {
            try (Statement statement = session.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY; SET LOCAL jit = off; SET LOCAL lock_timeout = "
                        + config.hotfix().lockTimeout().toMillis());
            }
            List<StatementPlan> plans = Planner.plan(session, acting(config), statements);
            return resolve ? Resolution.of(session, acting(config), plans) : plans;
        });
    }

    /** Catalogs first and temporary tables last, so that nothing can pose as a catalog. */
    static Acting acting(GateConfig config) {
        return new Acting(
                "pg_catalog, " + forHotfixes(config), config.hotfix().role().orElse(""));
    }

    /** What unqualified names of hotfixes mean: the foreign schema, and no temporary table of its tables' names. */
    static String forHotfixes(GateConfig config) {
        return Identifiers.quote(config.foreignSchema()) + ", pg_temp";
    }

    /** By function: at a SET of search_path the driver forgets all its prepared statements. */
    static String searchPath(String path) {
        return "SELECT pg_catalog.set_config('search_path', " + Identifiers.literal(path) + ", true)";
    }
}
