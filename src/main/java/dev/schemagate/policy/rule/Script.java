package dev.schemagate.policy.rule;

import dev.schemagate.sql.ParsedScript;

/**
 * A SQL text to judge.
 *
 * @param inTransaction whether its statements share one transaction, as those of a migration do unless its settings say otherwise
 */
public record Script(ScriptKind kind, ParsedScript parsed, boolean inTransaction) {

    /** One that runs as its kind usually does. */
    public Script(ScriptKind kind, ParsedScript parsed) {
        this(kind, parsed, kind != ScriptKind.HOTFIX);
    }

    /** What findings call it, usually a path. */
    public String name() {
        return parsed.source().name();
    }
}
