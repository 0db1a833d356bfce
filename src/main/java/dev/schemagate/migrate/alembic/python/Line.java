package dev.schemagate.migrate.alembic.python;

import java.util.List;

/**
 * A logical line: one or more lines of the file that Python reads as one. Never empty.
 *
 * @param indent columns of white space before it, a tab counted up to the next multiple of 8
 */
record Line(int indent, List<PythonToken> tokens) {

    PythonToken first() {
        return tokens.get(0);
    }

    PythonToken last() {
        return tokens.get(tokens.size() - 1);
    }

    boolean begins(String text, String word) {
        return first().is(text, word);
    }

    /** Whether an indented block follows. */
    boolean opensBlock(String text) {
        return last().is(text, ":");
    }
}
