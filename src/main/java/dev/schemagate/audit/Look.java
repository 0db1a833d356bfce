package dev.schemagate.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.ownership.Ownership;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.ownership.guard.Inspection;
import dev.schemagate.policy.rule.Ledgers;

/** Looks at the catalogs in one statement: quickly, where a pod waits for it, or at all that there is. */
final class Look {

    private static final String DEFECTS = """
            SELECT 'finding', 'index ' || i.indexrelid::regclass || ' is INVALID and unused by queries; run REINDEX INDEX CONCURRENTLY ' || i.indexrelid::regclass
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname = ANY (?)
            UNION ALL
            SELECT 'finding', 'table ' || c.oid::regclass || ' is another engine''s history in schema ' || n.nspname || ', which '
                   || CASE WHEN n.nspname = ? THEN 'Prisma owns and would drop it from' ELSE 'our engine owns' END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p')
              AND ((n.nspname = ? AND c.relname = ANY (?))
                OR (n.nspname = ? AND c.relname = '%s'))
            """.formatted(Ledgers.PRISMA);

    private static final String AND = " UNION ALL ";

    private static final String ORDER = " ORDER BY 1, 2";

    private final GateConfig config;
    private final Ownership ownership;
    private final GuardScript script;

    Look(GateConfig config, Ownership ownership) {
        this.config = config;
        this.ownership = ownership;
        this.script = GuardScript.of(config, "");
    }

    /** Neither for strangers and the border, nor at what the guard's functions say: a start would wait for these. */
    Findings quick(Connection session) {
        return find(session, DEFECTS + AND + Inspection.quickQuery(config.schema()) + ORDER, false);
    }

    Findings complete(Connection session) {
        String query = String.join(
                AND, DEFECTS, ownership.candidates(), ownership.border(), Inspection.query(config.schema()));
        return find(session, query + ORDER, true);
    }

    private Findings find(Connection session, String query, boolean complete) {
        List<String> defects = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        List<String> border = new ArrayList<>();
        Map<String, String> guard = new TreeMap<>();
        try (PreparedStatement statement = session.prepareStatement(query)) {
            statement.setArray(
                    1, session.createArrayOf("text", new Object[] {config.ownedSchema(), config.foreignSchema()}));
            statement.setString(2, config.foreignSchema());
            statement.setString(3, config.foreignSchema());
            statement.setArray(
                    4, session.createArrayOf("text", ownership.histories().toArray()));
            statement.setString(5, config.ownedSchema());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String told = row.getString(2);
                    switch (row.getString(1)) {
                        case "finding" -> defects.add(told);
                        case "stranger" -> strangers.add(ownership.stranger(told));
                        case "border" -> border.add(ownership.crossing(told));
                        default -> guard.put(row.getString(1), told);
                    }
                }
            }
            Inspection inspection = complete ? Inspection.of(script, guard, session) : Inspection.quick(script, guard);
            return new Findings(defects, List.of(), strangers, border, inspection, complete);
        } catch (SQLException e) {
            throw DatabaseException.during("the audit", e);
        }
    }
}
