package dev.schemagate.migrate.alembic.python;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.LineIndex;
import dev.schemagate.sql.SourceRange;

/**
 * A function of a module, read without running it.
 *
 * @param text the module's
 * @param lines of the text
 * @param imports what names mean when the module has been imported
 * @param statements null where the module has no such function, or makes it in a way that only Python follows
 */
public record PythonFunction(
        String text,
        LineIndex lines,
        Imports imports,
        List<Comment> comments,
        @Nullable List<PythonStatement> statements) {

    /** @throws PythonException where the text is no Python, as far as its tokens tell */
    public static PythonFunction read(String text, String name) throws PythonException {
        PythonLexer lexer = new PythonLexer(text);
        List<Line> lines = new ArrayList<>();
        for (Line line = lexer.next(); line != null; line = lexer.next()) {
            lines.add(line);
        }
        Imports imports = new Imports();
        List<PythonStatement> found = null;
        PythonStatementReader reader = new PythonStatementReader(text);
        boolean decorated = false;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (line.indent() > 0) {
                continue;
            }
            boolean named = line.tokens().size() > 1 && line.tokens().get(1).is(text, name);
            if (line.begins(text, "def") && named) {
                found = decorated || hasParameters(line, text) ? null : body(reader, text, lines, i);
            } else if (line.begins(text, "class") && named || line.begins(text, name)) {
                found = null;
            }
            bind(line, text, imports, reader);
            decorated = line.begins(text, "@");
        }
        return new PythonFunction(text, new LineIndex(text), imports, lexer.comments(), found);
    }

    /** A place in the text. */
    public SourceRange range(int start, int end) {
        return lines.range(start, end);
    }

    /** Which may mean anything, and hide what the module imports. */
    private static boolean hasParameters(Line header, String text) {
        return header.tokens().size() < 4 || !header.tokens().get(3).is(text, ")");
    }

    private static List<PythonStatement> body(PythonStatementReader reader, String text, List<Line> lines, int at) {
        Line header = lines.get(at);
        if (!header.opensBlock(text)) {
            List<PythonStatement> statements = new ArrayList<>();
            int colon = colon(header.tokens(), text);
            reader.simple(header.tokens().subList(colon + 1, header.tokens().size()), statements);
            return statements;
        }
        int end = at + 1;
        while (end < lines.size() && lines.get(end).indent() > header.indent()) {
            end++;
        }
        return reader.block(lines.subList(at + 1, end), 0);
    }

    /** The one that ends the header of a function. */
    private static int colon(List<PythonToken> tokens, String text) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            PythonToken token = tokens.get(i);
            depth += token.is(text, "(") || token.is(text, "[")
                    ? 1
                    : token.is(text, ")") || token.is(text, "]") ? -1 : 0;
            if (depth == 0 && token.is(text, ":")) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private static void bind(Line line, String text, Imports imports, PythonStatementReader reader) {
        boolean definition = line.begins(text, "def") || line.begins(text, "class");
        if (definition && line.tokens().size() > 1) {
            imports.remove(line.tokens().get(1).in(text));
            return;
        }
        List<PythonStatement> statements = new ArrayList<>();
        reader.simple(line.tokens(), statements);
        for (PythonStatement statement : statements) {
            if (statement instanceof PythonStatement.Import imported) {
                imports.add(imported.names());
            } else if (statement instanceof PythonStatement.Assign assign) {
                assign.names().forEach(imports::remove);
            }
        }
    }
}
