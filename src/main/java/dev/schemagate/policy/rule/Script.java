package dev.schemagate.policy.rule;

import dev.schemagate.sql.ParsedScript;

/** A SQL text to judge. */
public record Script(ScriptKind kind, ParsedScript parsed) {

    /** What findings call it, usually a path. */
    public String name() {
        return parsed.source().name();
    }
}
