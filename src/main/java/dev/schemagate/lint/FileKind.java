package dev.schemagate.lint;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.ScriptKind;

/** What a file is taken for. */
public enum FileKind {
    HOTFIX("hotfix", ScriptKind.HOTFIX),
    MIGRATION("migration", ScriptKind.MIGRATION),
    REPEATABLE("repeatable migration", ScriptKind.REPEATABLE),
    PRISMA("Prisma migration", ScriptKind.PRISMA),
    DEPLOYMENT("deployment", null);

    private final String label;
    private final @Nullable ScriptKind script;

    FileKind(String label, @Nullable ScriptKind script) {
        this.label = label;
        this.script = script;
    }

    public String label() {
        return label;
    }

    /** How the policy judges it; null where it is not SQL. */
    @Nullable
    ScriptKind script() {
        return script;
    }
}
