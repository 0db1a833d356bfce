package dev.schemagate.sql.grammar;

/** What the grammar says about a text. */
public sealed interface Reply {

    /** The syntax tree in libpg_query's JSON, in UTF-8. */
    record Tree(byte[] json) implements Reply {}

    /**
     * PostgreSQL's own error.
     *
     * @param cursor where, in code points from 1; 0 where the grammar does not say
     */
    record Refused(String message, int cursor) implements Reply {}

    /** No verdict: the text was too deep or too large for the grammar's limits, or the grammar itself failed. */
    record Failed(Cause cause, String message) implements Reply {

        /** Why there is no verdict. */
        public enum Cause {
            TOO_DEEP,
            TOO_LARGE,
            INTERNAL
        }
    }
}
