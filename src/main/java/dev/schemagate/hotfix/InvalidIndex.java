package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.ActingRole;
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

    /** @throws SQLException 55P03 where a table stayed locked for lock_timeout, by a build of somebody else for instance */
    static void drop(Connection session, GateConfig config, Hotfix hotfix, StatementPlan plan) throws SQLException {
        Transaction.commit(session, () -> {
            try (Statement statement = session.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = "
                        + config.hotfix().lockTimeout().toMillis() + "; "
                        + ActingRole.become(plan.role(config.hotfix().role()), true));
                for (DesiredObject object : hotfix.statement().objects()) {
                    if (object instanceof DesiredIndex index) {
                        drop(statement, hotfix, index);
                    }
                }
                return hotfix;
            }
        });
    }

    private static void drop(Statement statement, Hotfix hotfix, DesiredIndex index) throws SQLException {
        statement.execute("LOCK TABLE ONLY " + name(index.schema(), index.table()) + " IN ACCESS EXCLUSIVE MODE");
        String name = name(index.schema(), index.name());
        // Of a partitioned index the partitions' valid ones would go, too.
        try (ResultSet row = statement.executeQuery("SELECT FROM pg_catalog.pg_index i"
                + " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid AND c.relkind = 'i'"
                + " AND c.oid = to_regclass(" + Identifiers.literal(name) + ")")) {
            if (!row.next()) {
                return;
            }
        }
        LOG.warnf("index is INVALID, rebuilding it index=%s place=%s", index.name(), hotfix.place());
        statement.execute("DROP INDEX " + name);
    }

    private static String name(String schema, String name) {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }
}
