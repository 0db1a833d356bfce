package dev.schemagate.sql.grammar;

/** The C program gave up: an assertion, abort or exit. Its instance must not be used again. */
final class GrammarFailure extends RuntimeException {
    GrammarFailure(String message) {
        super(message);
    }
}
