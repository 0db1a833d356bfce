package dev.schemagate.sql;

import java.util.List;
import java.util.stream.Stream;

/**
 * A source text, read. A text with any error must not be run; its statements are still given, for the findings.
 *
 * @param statements those that parse, in order of the text
 * @param errors in order of the text; one a broken statement where statements can be told apart
 * @param comments all of them, in order, those in opened bodies included
 */
public record ParsedScript(
        SourceText source, List<Statement> statements, List<SqlError> errors, List<Comment> comments) {

    public ParsedScript {
        statements = List.copyOf(statements);
        errors = List.copyOf(errors);
        comments = List.copyOf(comments);
    }

    /** Every statement, and behind each those of its body, to any depth. */
    public Stream<Statement> allStatements() {
        return statements.stream().flatMap(Statement::withBody);
    }

    /** A comment with its marks, such as {@code -- gate: allow HF003 reason}. */
    public record Comment(SourceRange range, String text) {}
}
