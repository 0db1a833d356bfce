package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.schemagate.policy.Finding;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.PolicyContext;
import dev.schemagate.policy.Script;
import dev.schemagate.policy.ScriptKind;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

/** Asks PostgreSQL whether the policy was right about a statement. */
final class Oracle {

    /** What came out of it. */
    enum Verdict {
        /** The policy passes it and it is additive and idempotent. */
        PASSED_RIGHTLY,
        /** The policy passes it and it is not: the worst there can be. */
        PASSED_WRONGLY,
        /** The policy passes it and PostgreSQL refuses it, so nothing happened. */
        PASSED_AND_FAILED,
        REFUSED_RIGHTLY,
        /** Refused for its locks or form, which a catalog does not show. */
        REFUSED_FOR_TRAFFIC,
        /** Refused although it adds something, harmlessly and idempotently. */
        REFUSED_WRONGLY,
        /** Refused since nobody can know it beforehand, harmless as it was here. */
        REFUSED_AS_UNKNOWN,
        /** Refused, and here it did nothing at all, as DROP IF EXISTS of what is not there. */
        REFUSED_WITHOUT_EFFECT,
        /** Refused, and not run. */
        REFUSED
    }

    record Answer(Verdict verdict, String sql, List<String> damage, List<Finding> findings) {}

    private static final PolicyContext CONTEXT = PolicyContext.of("nemo", "public");

    private final Connection connection;
    private final CatalogPicture before;
    private boolean changed;

    Oracle(Connection connection) throws SQLException {
        this.connection = connection;
        connection.unwrap(org.postgresql.PGConnection.class).setPrepareThreshold(0);
        connection.setAutoCommit(false);
        this.before = picture();
    }

    private CatalogPicture picture() throws SQLException {
        run("SET LOCAL search_path TO public");
        CatalogPicture picture = CatalogPicture.take(connection);
        connection.rollback();
        return picture;
    }

    static boolean passes(String sql) {
        return judge(SqlParser.parse(new SourceText("fix.sql", sql))).stream().noneMatch(Finding::isError);
    }

    private static List<Finding> judge(ParsedScript parsed) {
        return Policy.judge(new Script(ScriptKind.HOTFIX, parsed), CONTEXT);
    }

    Answer ask(String sql) throws SQLException {
        ParsedScript parsed = SqlParser.parse(new SourceText("oracle.sql", sql));
        List<Finding> findings = judge(parsed);
        boolean passed = findings.stream().noneMatch(Finding::isError);
        boolean outside = parsed.statements().stream()
                .anyMatch(s -> s.transactionMode() == dev.schemagate.sql.Statement.TransactionMode.FORBIDDEN);
        if (!passed && (outside || !parsed.errors().isEmpty() || dangerous(parsed))) {
            return new Answer(Verdict.REFUSED, sql, List.of(), findings);
        }
        List<String> damage = outside ? outsideTransaction(sql) : inTransaction(sql);
        if (damage != null && findings.stream().anyMatch(f -> f.rule().equals("HF047"))) {
            damage.removeIf(entry -> entry.startsWith(Damage.REWRITTEN));
        }
        return new Answer(verdict(passed, damage, findings), sql, damage == null ? List.of() : damage, findings);
    }

    /** What would survive a rollback, or end the transaction. */
    private static boolean dangerous(ParsedScript parsed) {
        return parsed.statements().stream()
                .flatMap(dev.schemagate.sql.Statement::allEffects)
                .map(Effect::change)
                .anyMatch(c -> c instanceof SessionChange.Transaction
                        || c instanceof SessionChange.ServerSetting
                        || c instanceof SessionChange.Maintain
                        || c instanceof dev.schemagate.sql.RowChange.Copy);
    }

    private Verdict verdict(boolean passed, List<String> damage, List<Finding> findings) {
        if (damage == null) {
            return passed ? Verdict.PASSED_AND_FAILED : Verdict.REFUSED_RIGHTLY;
        }
        if (passed) {
            return damage.isEmpty() ? Verdict.PASSED_RIGHTLY : Verdict.PASSED_WRONGLY;
        }
        boolean traffic = findings.stream().filter(Finding::isError).anyMatch(f -> f.rule()
                .matches("HF0[45]\\d"));
        if (!damage.isEmpty()) {
            return Verdict.REFUSED_RIGHTLY;
        }
        if (!changed) {
            return Verdict.REFUSED_WITHOUT_EFFECT;
        }
        boolean unknown = findings.stream().anyMatch(f -> f.rule().matches("HF07[01]"));
        return unknown ? Verdict.REFUSED_AS_UNKNOWN : traffic ? Verdict.REFUSED_FOR_TRAFFIC : Verdict.REFUSED_WRONGLY;
    }

    /** The damage of two runs, rolled back; null where the first run fails. */
    private List<String> inTransaction(String sql) throws SQLException {
        try {
            run("SET LOCAL search_path TO public");
            String transaction = transaction();
            try {
                run(sql);
            } catch (SQLException refused) {
                return null;
            }
            List<String> damage = new ArrayList<>();
            try {
                CatalogPicture once = CatalogPicture.take(connection);
                damage.addAll(Damage.between(before, once));
                changed = !before.equals(once);
                run(sql);
                again(once, CatalogPicture.take(connection), damage);
            } catch (SQLException fails) {
                damage.add("second run: " + fails.getMessage());
                return damage;
            }
            if (!transaction.equals(transaction())) {
                damage.add("the transaction has ended");
            }
            return damage;
        } finally {
            connection.rollback();
        }
    }

    private List<String> outsideTransaction(String sql) throws SQLException {
        connection.setAutoCommit(true);
        try {
            run("SET search_path TO public");
            try {
                run(sql);
            } catch (SQLException refused) {
                return null;
            }
            CatalogPicture once = CatalogPicture.take(connection);
            List<String> damage = Damage.between(before, once);
            run(sql);
            again(once, CatalogPicture.take(connection), damage);
            return damage;
        } finally {
            dropNewIndexes();
            connection.setAutoCommit(false);
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
