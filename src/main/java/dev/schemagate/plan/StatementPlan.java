package dev.schemagate.plan;

import java.util.List;

/**
 * What one statement would find, and do.
 *
 * @param owner of the tables and types it changes; empty where they do not exist
 * @param mayAct whether the login is, or may become, the owner
 * @param login the role the session logged in as
 * @param relations oids of the tables it concerns
 */
public record StatementPlan(
        AskedStatement statement, Finding finding, String owner, boolean mayAct, String login, List<Long> relations) {

    public StatementPlan {
        relations = List.copyOf(relations);
    }

    public Verdict verdict() {
        return finding.verdict();
    }

    /** The locks it would take: none where nothing is left to do. */
    public List<AskedStatement.LockUse> locks() {
        return verdict() == Verdict.SATISFIED ? List.of() : statement.locks();
    }
}
