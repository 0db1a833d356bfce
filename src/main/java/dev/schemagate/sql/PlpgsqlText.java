package dev.schemagate.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Finds the places of a PL/pgSQL body's queries: its tree gives their text and line, not their offset. */
final class PlpgsqlText {
    /** How many tokens behind its line a query is looked for: one that is nowhere must not cost the whole body. */
    private static final int FARTHEST = 20_000;

    private static final int LONGEST_LINE = 200;

    private final Fragment body;
    private final String text;
    private final LineIndex lines;
    private final Map<String, Integer> last = new HashMap<>();

    PlpgsqlText(Fragment body) {
        this.body = body;
        this.text = body.text();
        this.lines = new LineIndex(text);
    }

    /** The line itself, without its indent; of a very long one its beginning. */
    Fragment line(int line) {
        int start = lines.startOf(line);
        int limit = Math.min(text.length(), start + LONGEST_LINE);
        int end = start;
        while (end < limit && text.charAt(end) != '\n') {
            end++;
        }
        while (start < end && Lexer.isSpace(text.charAt(start))) {
            start++;
        }
        return body.part(start, end);
    }

    /** The place of a query of a statement that begins on a line or before it; that line where it is not found near it. */
    Fragment find(String query, int line) {
        int from = Math.max(lines.startOf(line), last.getOrDefault(query, -1) + 1);
        List<Token> tokens = body.tokens();
        int first = new Slice(body).tokenAt(from);
        for (Token token : tokens.subList(first, Math.min(tokens.size(), first + FARTHEST))) {
            if (matches(query, token.start())) {
                last.put(query, token.start());
                return body.stretch(token.start(), query);
            }
            if (token.isWord(text, "perform") && matches(query, "SELECT".length(), token.end())) {
                last.put(query, token.start());
                return body.performed(token.start(), query);
            }
        }
        return body.stretchAt(lines.startOf(line), query);
    }

    /** Blanks of the query stand for an INTO clause that PL/pgSQL took out. */
    private boolean matches(String query, int at) {
        return matches(query, 0, at);
    }

    private boolean matches(String query, int from, int at) {
        if (at + query.length() - from > text.length()) {
            return false;
        }
        for (int i = from; i < query.length(); i++) {
            if (query.charAt(i) != ' ' && query.charAt(i) != text.charAt(at + i - from)) {
                return false;
            }
        }
        return query.length() > from;
    }

    /** An assignment as a list of its target, which may compute a subscript, and its value. */
    Fragment assignment(Fragment assignment) {
        String written = assignment.text();
        int depth = 0;
        for (Token token : assignment.tokens()) {
            if (token.isSymbol(written, '[') || token.isSymbol(written, '(')) {
                depth++;
            } else if (token.isSymbol(written, ']') || token.isSymbol(written, ')')) {
                depth--;
            } else if (depth == 0 && token.isSymbol(written, '=')) {
                int at = token.start();
                boolean colon = at > 0 && written.charAt(at - 1) == ':';
                String target = written.substring(0, colon ? at - 1 : at);
                return assignment.stretch(0, target + (colon ? " ," : ",") + written.substring(at + 1));
            }
        }
        return assignment;
    }

    /** The inside of an expression that is one string constant; null for any other. */
    @Nullable
    Fragment constant(Fragment expression) {
        List<Token> tokens = expression.tokens();
        if (tokens.size() != 1 || tokens.get(0).type() != Token.Type.STRING) {
            return null;
        }
        Literal literal = Literal.decode(expression.text(), tokens.get(0));
        return literal == null ? null : expression.inside(literal);
    }
}
