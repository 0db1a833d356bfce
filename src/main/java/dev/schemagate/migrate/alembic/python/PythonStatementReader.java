package dev.schemagate.migrate.alembic.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Reads the statements of a block. */
final class PythonStatementReader {

    /** As many blocks in one another as CPython takes. */
    private static final int MAX_DEPTH = 100;

    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "elif",
            "else",
            "for",
            "while",
            "try",
            "except",
            "finally",
            "match",
            "case",
            "def",
            "class",
            "async",
            "return",
            "raise",
            "global",
            "nonlocal",
            "del",
            "assert",
            "yield",
            "await",
            "break",
            "continue");

    private final String text;

    PythonStatementReader(String text) {
        this.text = text;
    }

    /** Of lines that stand below one header, in their order. */
    List<PythonStatement> block(List<Line> lines, int depth) {
        List<PythonStatement> statements = new ArrayList<>();
        for (int at = 0; at < lines.size(); ) {
            Line line = lines.get(at);
            int end = at + 1;
            while (end < lines.size() && lines.get(end).indent() > line.indent()) {
                end++;
            }
            boolean last = end == lines.size();
            if (line.begins(text, "with") && line.opensBlock(text)) {
                statements.add(with(line, lines.subList(at + 1, end), depth));
            } else if (KEYWORDS.contains(line.first().in(text)) || line.opensBlock(text) || line.begins(text, "with")) {
                boolean plainReturn =
                        line.begins(text, "return") && line.tokens().size() == 1 && last;
                if (!plainReturn) {
                    statements.add(other(line.tokens()));
                }
            } else {
                simple(line.tokens(), statements);
            }
            at = end;
        }
        return statements;
    }

    /** Of one line, which semicolons part. */
    void simple(List<PythonToken> tokens, List<PythonStatement> statements) {
        int start = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).is(text, ";")) {
                if (i > start) {
                    PythonStatement statement = one(tokens.subList(start, i));
                    if (statement != null) {
                        statements.add(statement);
                    }
                }
                start = i + 1;
            }
        }
    }

    private @Nullable PythonStatement one(List<PythonToken> tokens) {
        PythonToken first = tokens.get(0);
        PythonToken last = tokens.get(tokens.size() - 1);
        if (first.is(text, "import") || first.is(text, "from")) {
            return new PythonStatement.Import(Places.of(text, first, last), Imports.of(text, tokens));
        }
        if (KEYWORDS.contains(first.in(text)) || first.is(text, "with")) {
            return other(tokens);
        }
        int equals = assignment(tokens);
        if (equals > 0) {
            List<String> names = tokens.subList(0, equals).stream()
                    .filter(PythonToken::isName)
                    .map(token -> token.in(text))
                    .toList();
            PythonExpression value = equals + 1 < tokens.size()
                    ? new PythonExpressionReader(text, tokens, equals + 1, tokens.size()).all()
                    : new PythonExpression.Other(Places.of(text, first, last));
            return new PythonStatement.Assign(Places.of(text, first, last), names, value);
        }
        boolean string = tokens.stream().allMatch(token -> token.type() == PythonToken.Type.STRING && isPlain(token));
        if (tokens.size() == 1 && first.is(text, "pass") || string || isEllipsis(tokens)) {
            return null;
        }
        return new PythonStatement.Run(
                Places.of(text, first, last), new PythonExpressionReader(text, tokens, 0, tokens.size()).all());
    }

    private boolean isPlain(PythonToken string) {
        return !Strings.hasPrefix(text, string.start(), 'f') && !Strings.hasPrefix(text, string.start(), 't');
    }

    private boolean isEllipsis(List<PythonToken> tokens) {
        return tokens.size() == 3 && tokens.stream().allMatch(token -> token.is(text, "."));
    }

    /** The last sign of an assignment outside of brackets; below 0 where there is none. */
    private int assignment(List<PythonToken> tokens) {
        int found = -1;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            PythonToken token = tokens.get(i);
            if (token.type() == PythonToken.Type.OPERATOR) {
                String operator = token.in(text);
                depth += "([{".contains(operator) ? 1 : ")]}".contains(operator) ? -1 : 0;
                boolean assigns = operator.endsWith("=")
                        && !Set.of("==", "!=", "<=", ">=").contains(operator);
                found = depth == 0 && assigns ? i : found;
            }
        }
        return found;
    }

    private PythonStatement with(Line line, List<Line> below, int depth) {
        List<PythonToken> tokens = line.tokens();
        int end = tokens.size() - 1;
        String as = null;
        if (end > 3 && tokens.get(end - 2).is(text, "as") && tokens.get(end - 1).isName()) {
            as = tokens.get(end - 1).in(text);
            end -= 2;
        }
        if (end < 2 || depth == MAX_DEPTH) {
            return other(tokens);
        }
        StringBuilder context = new StringBuilder();
        tokens.subList(1, end).forEach(token -> context.append(token.in(text)));
        return new PythonStatement.With(
                Places.of(text, line.first(), line.last()),
                context.toString(),
                new PythonExpressionReader(text, tokens, 1, end).all(),
                as,
                block(below, depth + 1));
    }

    private PythonStatement other(List<PythonToken> tokens) {
        return new PythonStatement.Other(
                Places.of(text, tokens.get(0), tokens.get(tokens.size() - 1)),
                tokens.get(0).in(text));
    }
}
