package dev.schemagate.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.schemagate.policy.rule.EarlierStatements;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.Tables;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.policy.rules.TextRules;
import dev.schemagate.sql.ColumnTypes;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlError;

/**
 * Judges SQL by what it does: the one place that preflight, the replay and {@code lint} ask.
 *
 * <p>A hotfix without an error is additive and idempotent as far as a text can show; the replay proves it against the
 * catalog. A pure function: no database, no files, no clock.
 */
public final class Policy {

    private static final Comparator<Finding> ORDER = Comparator.<Finding>comparingInt(
                    f -> f.range().offset())
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    private Policy() {}

    /** As {@link #judge(List, PolicyContext)} for one script. */
    public static List<Finding> judge(Script script, PolicyContext context) {
        return judge(List.of(script), context);
    }

    /**
     * Judges scripts in the order they will run.
     *
     * @return what there is against them, in that order and within a script in the order of its text; they may be run
     *     unless one is an {@linkplain Finding#isError() error}
     */
    public static List<Finding> judge(List<Script> scripts, PolicyContext context) {
        return judge(scripts, context, new ColumnTypes());
    }

    /** As {@link #judge(List, PolicyContext)}, behind scripts that were judged before; {@code types} follows these, too. */
    public static List<Finding> judge(List<Script> scripts, PolicyContext context, ColumnTypes types) {
        List<Finding> findings = new ArrayList<>();
        for (Script script : scripts) {
            // What an earlier script made is old by the time this one runs: a deploy may lie between the two.
            EarlierStatements history = new EarlierStatements(types);
            List<Finding> found = new ArrayList<>(unreadable(script.parsed()));
            PolicyContext known = context.tables().isEmpty()
                    ? context.withTables(new Tables().learn(script, context.names(script.kind())))
                    : context;
            found.addAll(Acknowledgements.of(script).settle(new Judgement(script, known, history).objections()));
            found.stream().distinct().sorted(ORDER).forEach(findings::add);
        }
        return findings;
    }

    /** What keeps a text from being judged at all. */
    public static List<Finding> unreadable(ParsedScript parsed) {
        return parsed.errors().stream()
                .map(error -> unreadable(parsed.source().name(), error))
                .toList();
    }

    private static Finding unreadable(String file, SqlError error) {
        if (error.kind() == SqlError.Kind.INTERNAL) {
            return Unchecked.because(file, error.range(), error.message());
        }
        Rule rule = ruleOf(error);
        return Finding.of(rule, file, error.range(), error.message()).withFix(new Fix.Advice(remedy(error, rule)));
    }

    private static String remedy(SqlError error, Rule rule) {
        return switch (error.kind()) {
            case NOT_UTF8 -> "Save the file as UTF-8";
            case NUL -> "Remove the character, or save the file as UTF-8";
            case TOO_LARGE -> "Split it into several";
            case TOO_DEEP -> "Nest it less, or split the statement";
            default -> rule.remedy();
        };
    }

    private static Rule ruleOf(SqlError error) {
        return switch (error.kind()) {
            case META_COMMAND -> TextRules.META_COMMAND;
            case COPY_DATA -> TextRules.COPY_DATA;
            default -> TextRules.READABLE;
        };
    }
}
