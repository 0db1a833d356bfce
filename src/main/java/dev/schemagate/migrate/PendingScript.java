package dev.schemagate.migrate;

import java.util.List;

import dev.schemagate.policy.rule.Script;

/** What an engine is about to run, for whoever judges it before. */
public interface PendingScript {

    /** The file, as messages print it. */
    String path();

    /** Why it cannot be run, whatever the policy says. */
    List<Refusal> refusals();

    /** Its SQL as it will run; parsed when it is first asked for. */
    Script script();
}
