package dev.schemagate.hotfix;

import java.util.List;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.ParsedScript;

/** Lets pass what {@code lint} would let pass as a hotfix. */
public final class PolicyJudge implements HotfixJudge {

    private final PolicyContext context;

    /** @param ledgers the history tables of all engines, which no hotfix may touch */
    public PolicyJudge(GateConfig config, Set<String> ledgers) {
        this.context = PolicyContext.of(config.ownedSchema(), config.foreignSchema(), ledgers)
                .withBookkeeping(config.schema());
    }

    @Override
    public List<Finding> findings(ParsedScript script) {
        return Policy.judge(new Script(ScriptKind.HOTFIX, script), context);
    }

    @Override
    public String settings() {
        return context.ownedSchema();
    }
}
