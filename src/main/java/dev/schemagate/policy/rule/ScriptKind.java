package dev.schemagate.policy.rule;

/** What a SQL text is for, which decides the schema of its unqualified names and the rules it is judged by. */
public enum ScriptKind {
    /** Replayed at every start against the foreign schema: additive and idempotent. */
    HOTFIX("hotfix"),
    /** Run once against the owned schema by its engine: versioned, baseline and callback SQL of Flyway, Alembic's SQL. */
    MIGRATION("migration"),
    /** Flyway's {@code R__} files and callbacks: run again, so idempotent besides. */
    REPEATABLE("migration that runs again"),
    /** Another engine's own migration of the foreign schema: judged for what it takes away from old code. */
    PRISMA("Prisma migration");

    private final String label;

    ScriptKind(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }

    /** Whether its unqualified names mean the foreign schema. */
    public boolean isForeign() {
        return this == HOTFIX || this == PRISMA;
    }
}
