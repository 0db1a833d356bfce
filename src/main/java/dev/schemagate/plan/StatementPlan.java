package dev.schemagate.plan;

import java.util.List;
import java.util.Optional;

import dev.schemagate.desired.Assessment;
import dev.schemagate.desired.Outcome;
import dev.schemagate.sql.LockMode;

/**
 * What one statement would find, and do.
 *
 * @param owner of the tables and types it changes; empty where they do not exist
 * @param mayAct whether the login is, or may become, the owner
 * @param login the role the session logged in as
 * @param relations oids of the tables it concerns
 * @param doubt what it may do to old code, of which the server knows nothing; empty where there is none
 */
public record StatementPlan(
        CompiledStatement statement,
        Assessment found,
        String owner,
        boolean mayAct,
        String login,
        List<Long> relations,
        String doubt) {

    public StatementPlan {
        relations = List.copyOf(relations);
    }

    /** The same, where the server would refuse it. */
    StatementPlan refused(String reason) {
        return new StatementPlan(statement, Assessment.impossible(reason), owner, mayAct, login, relations, doubt);
    }

    StatementPlan doubted(String why) {
        return new StatementPlan(statement, found, owner, mayAct, login, relations, why);
    }

    public Outcome outcome() {
        return found.outcome();
    }

    /** A clause for a person. */
    public String reason() {
        return found.reason();
    }

    /** Who runs it: the configured role, else the owner; empty where there is neither, and the login does. */
    public Optional<String> role(Optional<String> configured) {
        return configured.or(() -> Optional.of(owner).filter(name -> !name.isEmpty()));
    }

    /** The locks it would take: none where nothing is left to do; an INVALID index is dropped before it is built anew. */
    public List<CompiledStatement.LockUse> locks() {
        return switch (outcome()) {
            case SATISFIED -> List.of();
            case BROKEN ->
                statement.locks().stream().map(StatementPlan::dropping).toList();
            default -> statement.locks();
        };
    }

    private static CompiledStatement.LockUse dropping(CompiledStatement.LockUse use) {
        return new CompiledStatement.LockUse(use.schema(), use.relation(), LockMode.ACCESS_EXCLUSIVE, use.rewrite());
    }
}
