package dev.schemagate.policy.rules;

import java.util.Comparator;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SessionChange;

/** HF048: A loop holds the locks of its transaction for as long as it runs. */
final class LoopNowhere {
    static final Rule RULE = new Rule(
            "HF048",
            "loop-nowhere",
            RuleGroup.LOCKS,
            Level.ERROR,
            "a loop holds the locks of its transaction for as long as it runs",
            "How often it turns, the text does not tell. Whatever the block has locked by then stays locked, and everybody"
                    + " who needs it waits.",
            "Write the statements out, one for each object",
            LoopNowhere::judge);

    private LoopNowhere() {}

    /** In a migration only behind a lock; a hotfix has nothing to repeat. */
    private static @Nullable String judge(Subject s) {
        if (!(s.change() instanceof SessionChange.Loop loop)) {
            return null;
        }
        if (s.isHotfix()) {
            return loop.what() + " may run for any time, and what the block locks stays locked";
        }
        return s.before().locked().stream()
                .sorted(Comparator.comparing(QualifiedName::sql))
                .findFirst()
                .map(table -> loop.what() + " may run for any time, and meanwhile " + table + " stays locked")
                .orElse(null);
    }
}
