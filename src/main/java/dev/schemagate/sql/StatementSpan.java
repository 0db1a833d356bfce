package dev.schemagate.sql;

/**
 * A stretch of a script that holds one statement, as far as the lexer can tell.
 *
 * @param start of its first token, comments before it included
 * @param end before the semicolon
 * @param copyData whether it is COPY ... FROM STDIN, so that rows follow
 */
record StatementSpan(int start, int end, boolean copyData) {}
