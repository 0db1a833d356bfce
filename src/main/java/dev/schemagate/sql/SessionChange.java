package dev.schemagate.sql;

import org.jspecify.annotations.Nullable;

/** An effect on the session, the transaction or the server rather than on an object. */
public sealed interface SessionChange extends Change {

    /**
     * SET, RESET and {@code set_config}.
     *
     * @param name of the parameter, lower-case: {@code search_path}, {@code role}; {@code all} for RESET ALL
     * @param value null for RESET and for a computed value
     * @param local only until the end of the transaction
     */
    record Setting(String name, @Nullable String value, boolean local) implements SessionChange {}

    /** ALTER SYSTEM, and ALTER ROLE or DATABASE ... SET. */
    record ServerSetting(String name, String scope) implements SessionChange {}

    /**
     * BEGIN, COMMIT, ROLLBACK, SAVEPOINT and so on.
     *
     * @param command the command's first words, such as {@code ROLLBACK TO}
     */
    record Transaction(String command) implements SessionChange {}

    /** LOCK TABLE, one effect a table. */
    record Lock(QualifiedName table, LockMode mode, boolean noWait) implements SessionChange {}

    /** NOTIFY. */
    record Notify(String channel) implements SessionChange {}

    /**
     * A function or procedure that is called and not known to be harmless.
     *
     * @param function as written
     * @param inDefinition it is only called later: in a default, a check, an index or a view
     */
    record Call(QualifiedName function, boolean inDefinition) implements SessionChange {}

    /**
     * VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH MATERIALIZED VIEW, CHECKPOINT.
     *
     * @param target null where it is everything, or a schema or database
     */
    record Maintain(Task task, @Nullable QualifiedName target, boolean concurrently) implements SessionChange {

        /** The maintenance commands. */
        public enum Task {
            ANALYZE,
            VACUUM,
            VACUUM_FULL,
            CLUSTER,
            REINDEX_INDEX,
            REINDEX_TABLE,
            REINDEX_SCHEMA,
            REFRESH,
            CHECKPOINT
        }
    }

    /**
     * A command that concerns the session alone: LISTEN, PREPARE, cursors, SET CONSTRAINTS, DISCARD, LOAD.
     *
     * @param command its tag
     */
    record Command(String command) implements SessionChange {}

    /** A loop, a recursive query or a series: how long it runs, nobody can tell from the text. */
    record Loop(String what) implements SessionChange {}

    /**
     * A value becomes one of a type that somebody made: a domain's checks and the type's casts are functions, and so is every
     * operator and function that is then chosen for it.
     */
    record Coerce(QualifiedName type, boolean inDefinition) implements SessionChange {}

    /** DO: the block runs; its statements are the {@link Statement#body()}. */
    record RunBlock(String language) implements SessionChange {}
}
