package dev.schemagate.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.ownership.guard.GuardScript;
import dev.schemagate.ownership.guard.Inspection;
import dev.schemagate.sequence.Pass;
import dev.schemagate.sequence.Prepared;
import dev.schemagate.sequence.Step;
import dev.schemagate.sequence.StepResult;

/**
 * The last step: reports what a ready database should not contain. It changes nothing and fails for nothing it finds.
 */
public final class Audit implements Step {

    private static final Logger LOG = Logger.getLogger(Audit.class);

    private static final String QUERY = """
            SELECT 'finding', 'index ' || i.indexrelid::regclass || ' is INVALID: no query uses it; REINDEX INDEX CONCURRENTLY it'
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname = ANY (?)
            UNION ALL
            SELECT 'finding', 'table ' || c.oid::regclass || ' is another engine''s history in schema ' || n.nspname || ', which '
                   || CASE WHEN n.nspname = ? THEN 'Prisma owns and would drop it from' ELSE 'our engine owns' END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p')
              AND ((n.nspname = ? AND c.relname = ANY (?))
                OR (n.nspname = ? AND c.relname = '_prisma_migrations'))
            UNION ALL
            """;

    private final GateConfig config;
    private final Set<String> histories;
    private final String query;
    private final GuardScript script;
    private volatile List<String> findings = List.of();
    private volatile Inspection guard = Inspection.NONE;

    /** @param histories the history tables of all engines that may own the owned schema */
    public Audit(GateConfig config, Set<String> histories) {
        this.config = config;
        this.histories = histories;
        this.query = QUERY + "SELECT * FROM (" + Inspection.query(config.schema()) + ") guard ORDER BY 2";
        this.script = GuardScript.of(config, "");
    }

    @Override
    public String name() {
        return "audit";
    }

    /** What the last run found, a sentence each. */
    public List<String> findings() {
        return findings;
    }

    /** The guard as the last run found it. */
    public Inspection guard() {
        return guard;
    }

    @Override
    public Prepared prepare(Pass pass) {
        return () -> run(pass);
    }

    private StepResult run(Pass pass) {
        List<String> found = look(pass.session());
        for (String finding : found) {
            if (!findings.contains(finding)) {
                LOG.warnf("audit finding=\"%s\"", finding);
            }
        }
        findings = List.copyOf(found);
        String guarded = guard.intact() ? ", " + guard.summary() : "";
        return found.isEmpty()
                ? StepResult.nothingToDo("nothing to report" + guarded)
                : StepResult.done(found.size() + (found.size() == 1 ? " finding" : " findings") + guarded);
    }

    private List<String> look(Connection session) {
        try (PreparedStatement statement = session.prepareStatement(query)) {
            statement.setArray(
                    1, session.createArrayOf("text", new Object[] {config.ownedSchema(), config.foreignSchema()}));
            statement.setString(2, config.foreignSchema());
            statement.setString(3, config.foreignSchema());
            statement.setArray(4, session.createArrayOf("text", histories.toArray()));
            statement.setString(5, config.ownedSchema());
            List<String> found = new ArrayList<>();
            Map<String, String> parts = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getString(1).equals("finding")) {
                        found.add(row.getString(2));
                    } else {
                        parts.put(row.getString(1), row.getString(2));
                    }
                }
            }
            guard = Inspection.of(script, parts);
            if (guard.installed() && !guard.intact()) {
                found.add(guard.summary() + "; schema-gate guard status tells all of it");
            }
            return found;
        } catch (SQLException e) {
            throw DatabaseException.during("the audit", e);
        }
    }
}
