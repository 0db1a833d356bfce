package dev.schemagate.hotfix;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import dev.schemagate.config.GateConfig;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.ParsedScript;

/**
 * Decides whether a parsed hotfix may run at all, before any statement of any file does.
 *
 * @param findings what there is against a script: it may run where none is an error
 * @param settings changes with whatever this program's verdict on a text depends on: a file that passed is not judged again
 *     while this and {@link ProgramDigest} stay
 */
public record HotfixJudge(Function<ParsedScript, List<Finding>> findings, String settings) {

    /**
     * Lets pass what {@code lint} would let pass as a hotfix.
     *
     * @param ledgers the history tables of all engines, which no hotfix may touch
     */
    public static HotfixJudge of(GateConfig config, Set<String> ledgers) {
        PolicyContext context = PolicyContext.of(config.ownedSchema(), config.foreignSchema(), ledgers)
                .withBookkeeping(config.schema());
        return new HotfixJudge(
                script -> Policy.judge(new Script(ScriptKind.HOTFIX, script), context),
                context.ownedSchema() + " " + new TreeSet<>(ledgers));
    }
}
