package dev.schemagate.sql;

/** Operations on SQL as text, for texts that need not parse. */
public final class SqlText {
    private SqlText() {}

    /**
     * The text with every string, number and bit string replaced by {@code ?}, so that no row value is shown. Works by
     * tokens, also on text that is broken or cut short: what might be the rest of a literal is replaced too. Comments are
     * removed, since they may hold anything.
     */
    public static String withoutLiterals(String sql) {
        throw new UnsupportedOperationException("not yet");
    }
}
