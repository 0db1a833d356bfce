package dev.schemagate.policy.rules;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.SessionChange;

/** HF070: What this does cannot be known beforehand. */
final class WriteSqlOut {
    static final Rule RULE = new Rule(
            "HF070",
            "write-sql-out",
            RuleGroup.UNKNOWN,
            Level.ERROR,
            "what this does cannot be known beforehand",
            "Dynamic SQL and bodies in other languages may do anything, so the gate cannot say that "
                    + "old code survives it.",
            "Write the statement out",
            WriteSqlOut::judge);

    private WriteSqlOut() {}

    private static @Nullable String judge(Subject s) {
        if (s.change() instanceof Change.Unknown unknown) {
            return "what this does cannot be known beforehand: " + unknown.reason();
        }
        return s.change() instanceof SessionChange.RunBlock block
                        && !block.language().equals("plpgsql")
                ? "what a block in " + block.language() + " does cannot be known beforehand"
                : null;
    }
}
