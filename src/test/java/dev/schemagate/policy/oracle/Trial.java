package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Runs a statement twice in the scratch database, sees what each run did, and takes it back. */
final class Trial {

    /**
     * What came of it.
     *
     * @param failed whether the first run failed
     * @param changed whether the first run changed anything
     * @param damage what an additive and idempotent statement would not have done
     */
    record Outcome(boolean failed, boolean changed, List<String> damage) {

        private static final Outcome FAILED = new Outcome(true, false, List.of());

        Outcome without(String kind) {
            List<String> rest =
                    damage.stream().filter(entry -> !entry.startsWith(kind)).toList();
            return new Outcome(failed, changed, rest);
        }
    }

    private final Connection connection;
    private final CatalogPicture before;
    private final OldCode oldCode;

    private static final String LOCKED = """
            WITH RECURSIVE locked (relation, mode, ancestor) AS (
                SELECT l.relation, l.mode, l.relation FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
                WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND c.relnamespace <> 'pg_catalog'::regnamespace
                AND l.mode IN ('ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                UNION SELECT l.relation, l.mode, i.inhparent FROM locked l JOIN pg_inherits i ON i.inhrelid = l.ancestor)
            SELECT l.mode || ' on ' || l.relation::regclass, array_agg(n.nspname || '.' || c.relname)
            FROM locked l JOIN pg_class c ON c.oid = l.ancestor JOIN pg_namespace n ON n.oid = c.relnamespace GROUP BY l.relation, l.mode
            """;

    Trial(Connection connection) throws SQLException {
        this.connection = connection;
        connection.unwrap(org.postgresql.PGConnection.class).setPrepareThreshold(0);
        connection.setAutoCommit(false);
        this.oldCode = new OldCode(connection, "public");
        connection.rollback();
        this.before = picture();
    }

    private CatalogPicture picture() throws SQLException {
        run("SET LOCAL search_path TO public");
        CatalogPicture picture = CatalogPicture.take(connection);
        connection.rollback();
        return picture;
    }

    /**
     * Runs {@code sql} twice in a transaction, and takes it back.
     *
     * @param passed whether nothing was found against it, so that old code must not notice it either
     * @param named the tables that it is known to lock
     */
    Outcome inTransaction(String sql, boolean passed, Set<String> named) throws SQLException {
        try {
            oldCode.prepare(connection);
            run("SET LOCAL search_path TO public");
            String transaction = transaction();
            try {
                run(sql);
            } catch (SQLException refused) {
                return Outcome.FAILED;
            }
            boolean changed = false;
            List<String> damage = new ArrayList<>();
            try {
                CatalogPicture once = CatalogPicture.take(connection);
                damage.addAll(Damage.between(before, once));
                changed = !before.equals(once);
                if (passed) {
                    lookForLocks(named, damage);
                    damage.addAll(oldCode.differences(connection));
                }
                run(sql);
                again(once, CatalogPicture.take(connection), damage);
            } catch (SQLException fails) {
                damage.add("second run: " + fails.getMessage());
                return new Outcome(false, changed, damage);
            }
            if (!transaction.equals(transaction())) {
                damage.add("the transaction has ended");
            }
            return new Outcome(false, changed, damage);
        } finally {
            connection.rollback();
        }
    }

    /** The same for what no transaction takes; of what it leaves, new indexes are dropped. */
    Outcome outsideTransaction(String sql) throws SQLException {
        connection.setAutoCommit(true);
        try {
            run("SET search_path TO public");
            oldCode.prepare(connection);
            try {
                run(sql);
            } catch (SQLException refused) {
                return Outcome.FAILED;
            }
            CatalogPicture once = CatalogPicture.take(connection);
            List<String> damage = Damage.between(before, once);
            damage.addAll(oldCode.differences(connection));
            run(sql);
            again(once, CatalogPicture.take(connection), damage);
            return new Outcome(false, !before.equals(once), damage);
        } finally {
            dropNewIndexes();
            connection.setAutoCommit(false);
        }
    }

    private void lookForLocks(Set<String> named, List<String> damage) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOCKED)) {
            while (row.next()) {
                List<String> family = List.of((String[]) row.getArray(2).getArray());
                if (Collections.disjoint(named, family)) {
                    damage.add("unforeseen: " + row.getString(1));
                }
            }
        }
    }

    private void dropNewIndexes() throws SQLException {
        run("RESET search_path");
        for (String name :
                new ArrayList<>(CatalogPicture.take(connection).facts().keySet())) {
            if (name.startsWith("index ") && !before.facts().containsKey(name)) {
                int dot = name.indexOf('.');
                run("DROP INDEX " + name.substring(6, dot) + ".\""
                        + name.substring(dot + 1).replace("\"", "\"\"") + '"');
            }
        }
    }

    private static void again(CatalogPicture once, CatalogPicture twice, List<String> damage) {
        if (!once.equals(twice)) {
            twice.facts().entrySet().stream()
                    .filter(fact -> !fact.getValue().equals(once.facts().get(fact.getKey())))
                    .forEach(fact -> damage.add("second run changed: " + fact));
            damage.add("second run is not the first");
        }
    }

    /** Whether everything tried so far was taken back. */
    boolean isUntouched() throws SQLException {
        return Damage.between(before, picture()).isEmpty();
    }

    private String transaction() throws SQLException {
        try (Statement statement = connection.createStatement();
                java.sql.ResultSet row = statement.executeQuery("select pg_current_xact_id()::text")) {
            row.next();
            return row.getString(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
