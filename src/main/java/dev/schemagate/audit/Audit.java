package dev.schemagate.audit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.DatabaseException;
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
            SELECT 'index ' || i.indexrelid::regclass || ' is INVALID: no query uses it; REINDEX INDEX CONCURRENTLY it'
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname = ANY (?)
            UNION ALL
            SELECT 'table ' || c.oid::regclass || ' is another engine''s history in schema ' || n.nspname || ', which '
                   || CASE WHEN n.nspname = ? THEN 'Prisma owns and would drop it from' ELSE 'our engine owns' END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p')
              AND ((n.nspname = ? AND c.relname = ANY (?))
                OR (n.nspname = ? AND c.relname = '_prisma_migrations'))
            ORDER BY 1
            """;

    private final GateConfig config;
    private final Set<String> histories;
    private volatile List<String> findings = List.of();

    /** @param histories the history tables of all engines that may own the owned schema */
    public Audit(GateConfig config, Set<String> histories) {
        this.config = config;
        this.histories = histories;
    }

    @Override
    public String name() {
        return "audit";
    }

    /** What the last run found, a sentence each. */
    public List<String> findings() {
        return findings;
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
        return found.isEmpty()
                ? StepResult.nothingToDo("nothing to report")
                : StepResult.done(found.size() + (found.size() == 1 ? " finding" : " findings"));
    }

    private List<String> look(Connection session) {
        try (PreparedStatement statement = session.prepareStatement(QUERY)) {
            statement.setArray(
                    1, session.createArrayOf("text", new Object[] {config.ownedSchema(), config.foreignSchema()}));
            statement.setString(2, config.foreignSchema());
            statement.setString(3, config.foreignSchema());
            statement.setArray(4, session.createArrayOf("text", histories.toArray()));
            statement.setString(5, config.ownedSchema());
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        } catch (SQLException e) {
            throw DatabaseException.during("the audit", e);
        }
    }
}
