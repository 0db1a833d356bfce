package dev.schemagate.sql;

/**
 * Why a text, or one statement of it, could not be understood.
 *
 * @param range where; its line and column are 1 where the place is not known
 * @param message PostgreSQL's own words for {@link Kind#SYNTAX}, ours otherwise; at most 200 characters, since PostgreSQL
 *     quotes the rest of the file for an unterminated string
 */
public record SqlError(Kind kind, SourceRange range, String message) {

    /** The sorts of error. Any of them means that the file must not be run. */
    public enum Kind {
        /** PostgreSQL's grammar refuses it. */
        SYNTAX,
        /** The bytes are not UTF-8. */
        NOT_UTF8,
        /** A NUL character, which PostgreSQL's text cannot hold. */
        NUL,
        /** A command of psql, such as {@code \d}, which a server does not know. */
        META_COMMAND,
        /** {@code COPY ... FROM stdin}: its rows are not SQL. */
        COPY_DATA,
        /** Larger than {@link SqlLimits} allow. */
        TOO_LARGE,
        /** Nested deeper than the parser or its limits allow. */
        TOO_DEEP,
        /** The grammar itself failed; the statement is not judged. */
        INTERNAL
    }
}
