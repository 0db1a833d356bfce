package dev.schemagate.policy.rule;

import java.util.List;
import java.util.Set;

import dev.schemagate.config.GateConfig;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;

/**
 * What the judgement depends on besides the SQL.
 *
 * @param ledgers what HF021 protects
 * @param bookkeeping the schema of the gate's own tables
 * @param ownedHasHistory false for a fresh database: nothing runs on the owned schema yet, so only ownership is judged in
 *     its migrations
 * @param pending Prisma migrations that are not applied yet, for collisions
 * @param tables what is known of them; where that is nothing, a script is judged by what it tells itself
 */
public record PolicyContext(
        String ownedSchema,
        String foreignSchema,
        Ledgers ledgers,
        String bookkeeping,
        boolean ownedHasHistory,
        List<ParsedScript> pending,
        Tables tables) {

    public PolicyContext {
        pending = List.copyOf(pending);
    }

    /**
     * The usual case: the owned schema is in use, no Prisma migration is known to be pending.
     *
     * @param histories the names of the engines' history tables
     */
    public static PolicyContext of(String ownedSchema, String foreignSchema, Set<String> histories) {
        return new PolicyContext(
                ownedSchema,
                foreignSchema,
                new Ledgers(Set.copyOf(histories)),
                GateConfig.SCHEMA,
                true,
                List.of(),
                new Tables());
    }

    public PolicyContext withBookkeeping(String schema) {
        return new PolicyContext(ownedSchema, foreignSchema, ledgers, schema, ownedHasHistory, pending, tables);
    }

    public PolicyContext withPending(List<ParsedScript> migrations) {
        return new PolicyContext(ownedSchema, foreignSchema, ledgers, bookkeeping, ownedHasHistory, migrations, tables);
    }

    public PolicyContext withOwnedHistory(boolean exists) {
        return new PolicyContext(ownedSchema, foreignSchema, ledgers, bookkeeping, exists, pending, tables);
    }

    public PolicyContext withTables(Tables known) {
        return new PolicyContext(ownedSchema, foreignSchema, ledgers, bookkeeping, ownedHasHistory, pending, known);
    }

    /** How unqualified names of such a script are understood. */
    public NameResolution names(ScriptKind kind) {
        return new NameResolution(kind.isForeign() ? foreignSchema : ownedSchema);
    }
}
