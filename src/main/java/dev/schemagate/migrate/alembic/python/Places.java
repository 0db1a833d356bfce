package dev.schemagate.migrate.alembic.python;

import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.SourceText;

/** Lines and columns. */
final class Places {

    private Places() {}

    /** Counts the lines before: for errors and other things that are asked once. */
    static SourceRange of(String text, int start, int end) {
        return new SourceText("", text).range(start, end);
    }

    /** From a token, whose line is known, to another. */
    static SourceRange of(String text, PythonToken from, PythonToken to) {
        int lineStart = text.lastIndexOf('\n', from.start() - 1) + 1;
        int column = text.codePointCount(lineStart, from.start()) + 1;
        return new SourceRange(from.start(), to.end() - from.start(), from.line(), column);
    }
}
