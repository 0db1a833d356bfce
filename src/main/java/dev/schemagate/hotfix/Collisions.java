package dev.schemagate.hotfix;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** Hotfixes that add what a pending migration of the other engine will add. */
public final class Collisions {

    private Collisions() {}

    /** @throws HotfixException HF100 where there is one: the migration would fail, and the rest of it never be made */
    public static void refuse(GateConfig config, List<ParsedScript> pending) {
        PolicyContext context = PolicyContext.of(config.ownedSchema(), config.foreignSchema(), Set.of())
                .withBookkeeping(config.schema())
                .withPending(pending);
        String collisions = new HotfixFolder(config.hotfix().dir())
                .load().stream()
                        .flatMap(file -> judge(file, context).stream())
                        .map(Finding::advice)
                        .collect(Collectors.joining("\n"));
        if (!collisions.isEmpty()) {
            throw HotfixException.permanent(ErrorCode.HF100, collisions);
        }
    }

    private static List<Finding> judge(HotfixFile file, PolicyContext context) {
        ParsedScript script = SqlParser.parse(file.path().toString(), file.bytes());
        return Policy.judge(new Script(ScriptKind.HOTFIX, script), context).stream()
                .filter(finding -> finding.isError() && finding.rule().equals("HF060"))
                .toList();
    }
}
