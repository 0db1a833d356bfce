package dev.schemagate.lint;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.ScriptKind;

/** What a file is taken for. */
public enum FileKind {
    HOTFIX(ScriptKind.HOTFIX),
    MIGRATION(ScriptKind.MIGRATION),
    REPEATABLE(ScriptKind.REPEATABLE),
    PRISMA(ScriptKind.PRISMA),
    DEPLOYMENT(null);

    private final @Nullable ScriptKind script;

    FileKind(@Nullable ScriptKind script) {
        this.script = script;
    }

    public String label() {
        return script == null ? "deployment" : script.label();
    }

    /** How the policy judges it; null where it is not SQL. */
    @Nullable
    ScriptKind script() {
        return script;
    }
}
