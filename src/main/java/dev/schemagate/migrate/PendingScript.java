package dev.schemagate.migrate;

import java.util.List;

import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;

/** What an engine is about to run, for whoever judges it before. */
public interface PendingScript {

    /** The file, as messages print it. */
    String path();

    /** Why it cannot be run, whatever the policy says. */
    List<Refusal> refusals();

    /** Its source, read but not parsed: SQL, or what makes SQL when it runs. */
    String text();

    /**
     * Its SQL as it will run; parsed when it is first asked for.
     *
     * @throws MigrationException MG036 where that cannot be known before
     */
    Script script();

    /** What the policy has against it, at places that a person can find. */
    default List<Finding> judged(PolicyContext context) {
        return Policy.judge(script(), context);
    }
}
