package dev.schemagate.prisma.drift;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.desired.Outcome;
import dev.schemagate.hotfix.PlanTransaction;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Ledgers;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** Leaves a patch only where it may be a hotfix: our policy lets it pass, and our planner says that it has something to do and can. */
final class Patches {

    private static final Set<Outcome> WORK = Set.of(Outcome.MISSING, Outcome.BROKEN);

    private final GateConfig config;
    private final PolicyContext context;

    Patches(GateConfig config) {
        this.config = config;
        this.context = PolicyContext.of(config.ownedSchema(), config.foreignSchema(), Set.of(Ledgers.PRISMA))
                .withBookkeeping(config.schema());
    }

    /** The same deviations; columns come before the indexes on them. */
    List<Deviation> allowed(Connection session, List<Deviation> deviations) throws SQLException {
        List<Deviation> left = deviations;
        // What is taken away may be what another needs.
        for (boolean changed = true; changed; ) {
            List<Deviation> judged = planned(session, judged(left));
            changed = !judged.equals(left);
            left = judged;
        }
        return left;
    }

    private static ParsedScript script(List<Deviation> deviations) {
        return SqlParser.parse("patch", text(deviations).getBytes(StandardCharsets.UTF_8));
    }

    /** A statement a line. */
    static String text(List<Deviation> deviations) {
        StringBuilder text = new StringBuilder();
        for (Deviation deviation : deviations) {
            if (deviation.patch() != null) {
                text.append(deviation.patch().replace('\n', ' ')).append(";\n");
            }
        }
        return text.toString();
    }

    private List<Deviation> judged(List<Deviation> deviations) {
        Map<Integer, String> refused = new HashMap<>();
        for (Finding finding : Policy.judge(new Script(ScriptKind.HOTFIX, script(deviations)), context)) {
            if (finding.isError()) {
                refused.putIfAbsent(
                        finding.range().line(),
                        finding.rule() + " " + finding.message() + "; "
                                + finding.fix().text());
            }
        }
        return without(deviations, refused);
    }

    private List<Deviation> planned(Connection session, List<Deviation> deviations) throws SQLException {
        List<StatementPlan> plans = PlanTransaction.resolved(
                session, config, Compile.of(script(deviations), new NameResolution(config.foreignSchema())));
        Map<Integer, String> refused = new HashMap<>();
        for (int i = 0; i < plans.size(); i++) {
            StatementPlan plan = plans.get(i);
            if (!WORK.contains(plan.outcome()) || plan.found().impossible()) {
                refused.put(i + 1, "a hotfix would not bring it about: " + plan.reason());
            }
        }
        return without(deviations, refused);
    }

    /** @param refused why, by the line of {@link #text} */
    private static List<Deviation> without(List<Deviation> deviations, Map<Integer, String> refused) {
        List<Deviation> left = new ArrayList<>();
        int line = 0;
        for (Deviation deviation : deviations) {
            String why = deviation.patch() == null ? null : refused.get(++line);
            left.add(why == null ? deviation : deviation.with(null, why));
        }
        return left;
    }
}
