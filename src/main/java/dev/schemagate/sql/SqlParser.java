package dev.schemagate.sql;

/**
 * Reads SQL with PostgreSQL's own grammar (libpg_query 18, in WebAssembly translated to bytecode).
 *
 * <p>Safe for use by many threads. Nothing is loaded before the first call; what was loaded is dropped after use when it has
 * grown, and by {@link #release()}.
 */
public final class SqlParser {
    private SqlParser() {}

    /**
     * Reads a text. Never throws for its content: whatever is wrong with it is in {@link ParsedScript#errors()}.
     */
    public static ParsedScript parse(SourceText source) {
        return parse(source, SqlLimits.DEFAULT);
    }

    /** As {@link #parse(SourceText)}, with other limits. */
    public static ParsedScript parse(SourceText source, SqlLimits limits) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * As {@link #parse(SourceText)}, for the bytes of a file; those that are not UTF-8 are an error at their place. A byte
     * order mark is skipped.
     */
    public static ParsedScript parse(String name, byte[] utf8) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Drops all idle parser instances and their memory; the next call loads them again. */
    public static void release() {
        throw new UnsupportedOperationException("not yet");
    }
}
