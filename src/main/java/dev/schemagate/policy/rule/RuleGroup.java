package dev.schemagate.policy.rule;

import java.util.EnumSet;
import java.util.Set;

/** What rules have in common: which scripts they judge, and whether a person may acknowledge what they find. */
public enum RuleGroup {
    /** Something old code may use goes away. A migration may do it where a contract is declared. */
    DESTRUCTIVE("destructive", Strict.ALWAYS, EnumSet.allOf(ScriptKind.class)),
    /** Rows are changed or removed. */
    ROWS("destructive", Strict.IN_HOTFIXES, EnumSet.allOf(ScriptKind.class)),
    /** Each engine keeps to its own schema. */
    OWNERSHIP("ownership", Strict.ALWAYS, Kinds.OURS),
    /** Old code's reads or writes fail or see something else. */
    OLD_CODE("old code breaks", Strict.NEVER, Kinds.OURS),
    /** The second run fails or acts again. */
    IDEMPOTENCY("not idempotent", Strict.NEVER, EnumSet.of(ScriptKind.HOTFIX, ScriptKind.REPEATABLE)),
    /** Traffic waits while the change is made. */
    LOCKS("locks, rewrites, scans", Strict.NEVER, Kinds.OURS),
    /** What does not belong into such a file. */
    FORM("form", Strict.NEVER, Kinds.OURS),
    /** A hotfix and a pending migration want the same. */
    COLLISION("collision", Strict.NEVER, EnumSet.of(ScriptKind.HOTFIX)),
    /** A guard over another engine's schema will refuse it. */
    GUARD("guard", Strict.NEVER, EnumSet.of(ScriptKind.PRISMA)),
    /** Nobody can tell what happens. A hotfix runs again and again unattended, so there it is never acknowledged. */
    UNKNOWN("unknown", Strict.IN_HOTFIXES, EnumSet.allOf(ScriptKind.class)),
    /** The text itself and the acknowledgements in it, which no effect stands for. */
    TEXT("text and acknowledgements", Strict.ALWAYS, EnumSet.noneOf(ScriptKind.class)),
    /** Settings of the neighbours' deployments, which are not SQL. */
    DEPLOYMENT("deployments", Strict.ALWAYS, EnumSet.noneOf(ScriptKind.class));

    private final String label;
    private final Strict strict;
    private final Set<ScriptKind> kinds;

    RuleGroup(String label, Strict strict, Set<ScriptKind> kinds) {
        this.label = label;
        this.strict = strict;
        this.kinds = kinds;
    }

    /** For people; two groups may share it. */
    public String label() {
        return label;
    }

    /** Whether {@code -- gate: allow} may cover its rules in such a script. */
    public boolean acknowledgeable(ScriptKind kind) {
        return strict == Strict.NEVER || strict == Strict.IN_HOTFIXES && kind != ScriptKind.HOTFIX;
    }

    /** Whether it judges scripts of this kind. */
    public boolean judges(ScriptKind kind) {
        return kinds.contains(kind);
    }

    private enum Strict {
        NEVER,
        IN_HOTFIXES,
        ALWAYS
    }

    private static final class Kinds {
        static final Set<ScriptKind> OURS = EnumSet.of(ScriptKind.HOTFIX, ScriptKind.MIGRATION, ScriptKind.REPEATABLE);
    }
}
