package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.policy.rule.Tables;
import dev.schemagate.sql.Effect;
import dev.schemagate.sql.NameResolution;
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

    /** Keys are known, as a start knows them from the catalog. */
    private static final PolicyContext CONTEXT = PolicyContext.of("nemo", "public", Engines.LEDGERS)
            .withTables(new Tables()
                    .learn(
                            new Script(
                                    ScriptKind.PRISMA,
                                    SqlParser.parse(new SourceText("schema.sql", OldCode.schema("public")))),
                            new NameResolution("public")));

    /** Warnings that old code will notice: a default, NULLs or a foreign key. */
    private static final Set<String> TOLD = Set.of("HF034", "HF035", "HF037", "HF039");

    private final Trial trial;

    Oracle(Connection connection) throws SQLException {
        this.trial = new Trial(connection);
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
        Trial.Outcome outcome =
                outside ? trial.outsideTransaction(sql) : trial.inTransaction(sql, passed, locked(parsed));
        if (findings.stream().anyMatch(f -> f.rule().equals("HF047"))) {
            outcome = outcome.without(Damage.REWRITTEN);
        }
        if (findings.stream().anyMatch(f -> !f.isError() && TOLD.contains(f.rule()))) {
            outcome = outcome.without(OldCode.NOTICES);
        }
        return new Answer(verdict(passed, outcome, findings), sql, outcome.damage(), findings);
    }

    /** The tables that the statements are known to lock. */
    private static Set<String> locked(ParsedScript parsed) {
        NameResolution names = new NameResolution("public");
        return parsed.statements().stream()
                .flatMap(dev.schemagate.sql.Statement::allEffects)
                .flatMap(effect -> effect.relations().stream())
                .map(use -> names.resolve(use.relation()))
                .map(name -> name.schema() + "." + name.name())
                .collect(Collectors.toSet());
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

    private static Verdict verdict(boolean passed, Trial.Outcome outcome, List<Finding> findings) {
        if (outcome.failed()) {
            return passed ? Verdict.PASSED_AND_FAILED : Verdict.REFUSED_RIGHTLY;
        }
        if (passed) {
            return outcome.damage().isEmpty() ? Verdict.PASSED_RIGHTLY : Verdict.PASSED_WRONGLY;
        }
        boolean traffic = findings.stream().filter(Finding::isError).anyMatch(f -> f.rule()
                .matches("HF0[45]\\d"));
        if (!outcome.damage().isEmpty()) {
            return Verdict.REFUSED_RIGHTLY;
        }
        if (!outcome.changed()) {
            return Verdict.REFUSED_WITHOUT_EFFECT;
        }
        boolean unknown = findings.stream().anyMatch(f -> f.rule().matches("HF07[01]"));
        return unknown ? Verdict.REFUSED_AS_UNKNOWN : traffic ? Verdict.REFUSED_FOR_TRAFFIC : Verdict.REFUSED_WRONGLY;
    }

    /** Whether everything tried so far was taken back. */
    boolean isUntouched() throws SQLException {
        return trial.isUntouched();
    }
}
