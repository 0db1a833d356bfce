package dev.schemagate.lint;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.ScriptKind;

/** What a file is taken for. */
public enum FileKind {
    HOTFIX(ScriptKind.HOTFIX),
    MIGRATION(ScriptKind.MIGRATION),
    REPEATABLE(ScriptKind.REPEATABLE),
    PRISMA(ScriptKind.PRISMA),
    DEPLOYMENT(null),
    /** A revision file of Alembic's. */
    REVISION(null);

    private final @Nullable ScriptKind script;

    FileKind(@Nullable ScriptKind script) {
        this.script = script;
    }

    public String label() {
        return script == null ? name().toLowerCase(Locale.ROOT) : script.label();
    }

    /** How the policy judges it; null where it is not SQL. */
    @Nullable
    ScriptKind script() {
        return script;
    }
}
