package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.schemagate.desired.Acting;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.desired.Outcome;
import dev.schemagate.desired.ServerCheck;

/**
 * Says of what is missing whether PostgreSQL would refuse it: a name that nobody has, a literal that its type does not take, a
 * relation of the wrong kind. The server parses probes and runs none of them.
 */
public final class Resolution {

    private Resolution() {}

    /** The same plans; those that cannot succeed say why. In the transaction that they were made in. */
    public static List<StatementPlan> of(Connection session, Acting acting, List<StatementPlan> plans)
            throws SQLException {
        if (plans.stream().noneMatch(Resolution::isOpen)) {
            return plans;
        }
        List<StatementPlan> open = withoutDomains(session, acting, plans);
        ServerCheck server = ServerCheck.begin(session, acting).orElse(null);
        if (server == null) {
            return open;
        }
        List<StatementPlan> resolved = new ArrayList<>();
        for (StatementPlan plan : open) {
            resolved.add(isOpen(plan) ? checked(plan, server) : plan);
        }
        return resolved;
    }

    private static StatementPlan checked(StatementPlan plan, ServerCheck server) throws SQLException {
        CompiledStatement statement = plan.statement();
        @Nullable String refusal = server.refusal(statement.objects(), statement.only(), statement.alone());
        return refusal == null ? plan.doubted(server.doubt()) : plan.refused(refusal);
    }

    /** Asked first, since parsing a literal would call the checks that are looked for. */
    private static List<StatementPlan> withoutDomains(Connection session, Acting acting, List<StatementPlan> plans)
            throws SQLException {
        Map<DesiredObject, String> refusals = HeldDomains.refusals(
                session,
                acting,
                plans.stream()
                        .filter(Resolution::isOpen)
                        .flatMap(plan -> plan.statement().objects().stream())
                        .toList());
        return plans.stream()
                .map(plan -> plan.statement().objects().stream()
                        .map(refusals::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .map(plan::refused)
                        .orElse(plan))
                .toList();
    }

    private static boolean isOpen(StatementPlan plan) {
        return plan.outcome() == Outcome.MISSING && !plan.found().impossible();
    }
}
