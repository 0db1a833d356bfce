package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
import dev.schemagate.db.Database;
import dev.schemagate.db.Transaction;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.Identifiers;

/**
 * What a concurrent build leaves when it dies: an index that costs every write and serves no read. It is dropped, and built
 * anew as if it had never been there. The drop is one short transaction and not concurrent, so that it can neither be left
 * half done nor meet a build that is still at work: that one holds the table.
 */
final class InvalidIndex {

    private static final Logger LOG = Logger.getLogger(InvalidIndex.class);

    private InvalidIndex() {}

    /**
     * Drops what somebody left, who may be building still: what is INVALID at two looks. One does not do: a build lets go of the table
     * a moment before it commits that its index is valid (DefineIndex), and whoever waited for the table comes in between.
     *
     * @throws SQLException 55P03 where a table stayed locked for lock_timeout, by a build of somebody else for instance
     */
    static void dropLeft(Connection session, GateConfig config, Hotfix hotfix, StatementPlan plan) throws SQLException {
        if (locked(session, config, hotfix, plan, false)) {
            Database.execute(session, "SELECT pg_catalog.pg_sleep(0.5)");
            drop(session, config, hotfix, plan);
        }
    }

    /**
     * Drops what this session's own build has just left.
     *
     * @throws SQLException 55P03 where a table stayed locked for lock_timeout
     */
    static void drop(Connection session, GateConfig config, Hotfix hotfix, StatementPlan plan) throws SQLException {
        locked(session, config, hotfix, plan, true);
    }

    /** Whether any of its indexes is INVALID while nobody else has the table. */
    private static boolean locked(
            Connection session, GateConfig config, Hotfix hotfix, StatementPlan plan, boolean drops)
            throws SQLException {
        return Transaction.commit(session, () -> {
            boolean found = false;
            try (Statement statement = session.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = "
                        + config.hotfix().lockTimeout().toMillis() + "; "
                        + ActingRole.become(plan.role(config.hotfix().role()), true));
                for (DesiredObject object : hotfix.statement().objects()) {
                    if (object instanceof DesiredIndex index && isInvalid(statement, index)) {
                        found = true;
                        if (drops) {
                            LOG.warnf(
                                    "index is INVALID, rebuilding it index=%s place=%s", index.name(), hotfix.place());
                            statement.execute("DROP INDEX " + name(index.schema(), index.name()));
                        }
                    }
                }
            }
            return found;
        });
    }

    private static boolean isInvalid(Statement statement, DesiredIndex index) throws SQLException {
        statement.execute("LOCK TABLE ONLY " + name(index.schema(), index.table()) + " IN ACCESS EXCLUSIVE MODE");
        // Of a partitioned index the partitions' valid ones would go, too.
        try (ResultSet row = statement.executeQuery("SELECT FROM pg_catalog.pg_index i"
                + " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid AND c.relkind = 'i'"
                + " AND c.oid = to_regclass(" + Identifiers.literal(name(index.schema(), index.name())) + ")")) {
            return row.next();
        }
    }

    private static String name(String schema, String name) {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }
}
