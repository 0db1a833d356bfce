package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.Expression.Volatility;
import dev.schemagate.sql.TableChange;

/** HF038: An expression that can fail, computed whenever old code writes or reads a row. */
final class IndexWhatCannotFail {
    static final Rule RULE = new Rule(
            "HF038",
            "index-what-cannot-fail",
            RuleGroup.OLD_CODE,
            Level.ERROR,
            "an expression that can fail is computed for every row that old code writes",
            "The server computes it for each row that is written: a cast of a text that is no number, a division by zero or"
                    + " an overflow is then an error of old code's INSERT, whose row was good until now.",
            "Index a column, or an expression that gives a value for every row, such as lower(name)",
            IndexWhatCannotFail::judge);

    private IndexWhatCannotFail() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof TableChange.CreateIndex index && !s.isNew(index.table())) {
            return index.definition()
                    .expressions()
                    .filter(expression -> !expression.neverFails())
                    .findFirst()
                    .map(expression -> "the index computes " + expression.text()
                            + " for every row that old code writes, which fails if that does")
                    .orElse(null);
        }
        if (!(s.change() instanceof ColumnChange.Add add) || s.isNew(add.table())) {
            return null;
        }
        ColumnDefinition.Generation generation = add.definition().generation();
        if (generation != null && generation.expression() != null) {
            return generation.expression().neverFails()
                    ? null
                    : "the column is computed by " + generation.expression().text()
                            + " whenever old code reads or writes a row, which fails if that does";
        }
        Expression value = add.definition().defaultValue();
        return value == null || value.volatility() != Volatility.STABLE || value.neverNull() || value.neverFails()
                ? null
                : "the default " + value.text() + " is computed in old code's session, where it may fail";
    }
}
