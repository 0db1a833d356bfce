package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.Statement.TransactionMode;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A migration of the owned schema that passes without a word goes unnoticed by old code, in both schemas: the same statements
 * as {@link OracleTest}'s, with the tables in the owned schema.
 */
@Timeout(600)
class MigrationOracleTest {

    private static final int STATEMENTS = Integer.getInteger("oracle.statements", 200);
    private static final long SEED = Long.getLong("oracle.seed", 20261126L);
    private static final PolicyContext CONTEXT = PolicyContext.of("nemo", "public", Engines.LEDGERS);

    /** What nobody can tell from a text: whether a function's new body is as good as the old, and what a view of one's own calls. */
    private static final Pattern UNTOLD = Pattern.compile("CREATE OR REPLACE FUNCTION|\\b(pg_)?trap\\b");

    @Test
    void passes_nothing_that_old_code_notices() throws SQLException {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute(OldCode.schema("nemo").replace("CREATE ROLE reader;", ""));
        SqlGenerator generator = new SqlGenerator(SEED);
        Set<String> wrong = new LinkedHashSet<>();
        int ran = 0;
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            OldCode oldCode = new OldCode(connection, "nemo");
            connection.rollback();
            for (int i = 0; i < STATEMENTS; i++) {
                String sql = generator.next();
                if (passes(sql) && runs(connection, oldCode, sql)) {
                    ran++;
                    List<String> differences = oldCode.differences(connection);
                    if (!differences.isEmpty()) {
                        wrong.add(sql + "\n    " + differences);
                    }
                }
                connection.rollback();
            }
        }
        assertThat(wrong).as("seed " + SEED).isEmpty();
        assertThat(ran).as("statements that pass and run").isGreaterThan(STATEMENTS / 20);
    }

    /** Whether nothing is found against it, not even a warning, and a rollback takes all of it back. */
    private static boolean passes(String sql) {
        ParsedScript parsed = SqlParser.parse(new SourceText("V2__oracle.sql", sql));
        List<Finding> findings = Policy.judge(new Script(ScriptKind.MIGRATION, parsed), CONTEXT);
        return findings.isEmpty()
                && !UNTOLD.matcher(sql).find()
                && parsed.statements().stream().noneMatch(s -> s.transactionMode() == TransactionMode.FORBIDDEN)
                && parsed.statements().stream()
                        .flatMap(dev.schemagate.sql.Statement::allEffects)
                        .map(Effect::change)
                        .noneMatch(SessionChange.class::isInstance);
    }

    private static boolean runs(Connection connection, OldCode oldCode, String sql) throws SQLException {
        oldCode.prepare(connection);
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("SET LOCAL search_path TO nemo");
            statement.execute(sql);
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }
}
