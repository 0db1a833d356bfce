package dev.schemagate.hotfix;

import java.util.List;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.policy.Finding;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.PolicyContext;
import dev.schemagate.policy.Script;
import dev.schemagate.policy.ScriptKind;
import dev.schemagate.sql.ParsedScript;

/** Lets pass what {@code lint} would let pass as a hotfix. Warnings are logged when a file is first seen. */
public final class PolicyJudge implements HotfixJudge {

    private static final Logger LOG = Logger.getLogger(PolicyJudge.class);

    private final PolicyContext context;

    public PolicyJudge(GateConfig config) {
        this.context = PolicyContext.of(config.ownedSchema(), config.foreignSchema());
    }

    @Override
    public List<String> refusals(ParsedScript script) {
        if (!script.errors().isEmpty()) {
            return List.of();
        }
        List<Finding> findings = Policy.judge(new Script(ScriptKind.HOTFIX, script), context);
        findings.stream()
                .filter(finding -> !finding.isError())
                .forEach(finding -> LOG.warnf("hotfix finding=\"%s\"", finding.describe()));
        return findings.stream()
                .filter(Finding::isError)
                .map(finding -> finding.describe() + "; write: " + finding.fix())
                .toList();
    }

    @Override
    public String settings() {
        return context.ownedSchema();
    }
}
