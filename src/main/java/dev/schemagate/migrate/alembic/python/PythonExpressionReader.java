package dev.schemagate.migrate.alembic.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.sql.SourceRange;

/** Reads expressions of a logical line. Brackets match and are not deeper than {@link PythonLexer#MAX_DEPTH}: the lexer has seen to it. */
final class PythonExpressionReader {

    private final String text;
    private final List<PythonToken> tokens;
    private final int end;
    private int at;

    /** @param end the index behind the last token to read */
    PythonExpressionReader(String text, List<PythonToken> tokens, int start, int end) {
        this.text = text;
        this.tokens = tokens;
        this.at = start;
        this.end = end;
    }

    /** All of the tokens: one expression, or a tuple without parentheses. */
    PythonExpression all() {
        int start = at;
        PythonExpression first = expression();
        if (at == end) {
            return first;
        }
        List<PythonExpression> elements = new ArrayList<>(List.of(first));
        while (at < end && isAt(",")) {
            at++;
            if (at < end) {
                elements.add(expression());
            }
        }
        return at == end ? sequence(start, elements) : other(start, end);
    }

    /** One, up to a comma, a closing bracket or the end. */
    private PythonExpression expression() {
        int start = at;
        PythonExpression read = primary();
        if (atEnd()) {
            return read;
        }
        while (!atEnd()) {
            skip();
        }
        return at == start ? other(start, Math.min(start + 1, end)) : other(start, at);
    }

    private boolean atEnd() {
        return at >= end || isAt(",") || isAt(")") || isAt("]") || isAt("}");
    }

    private PythonExpression primary() {
        if (at >= end) {
            return other(Math.max(0, end - 1), end);
        }
        int start = at;
        PythonToken token = tokens.get(at);
        switch (token.type()) {
            case STRING -> {
                while (at < end && tokens.get(at).type() == PythonToken.Type.STRING) {
                    at++;
                }
                StringValue value = StringValue.of(text, tokens.subList(start, at));
                return value == null
                        ? other(start, at)
                        : new PythonExpression.Str(range(start, at), value.text(), value.origins());
            }
            case NUMBER -> {
                at++;
                return new PythonExpression.Number(range(start, at), token.in(text));
            }
            case NAME -> {
                return name();
            }
            default -> {
                return operator(start);
            }
        }
    }

    private PythonExpression operator(int start) {
        if (isAt("-") && at + 1 < end && tokens.get(at + 1).type() == PythonToken.Type.NUMBER) {
            at += 2;
            return new PythonExpression.Number(
                    range(start, at), "-" + tokens.get(at - 1).in(text));
        }
        if (isAt("(") || isAt("[")) {
            return bracketed(start);
        }
        return isAt("{") ? braced(start) : other(start, start + 1);
    }

    private PythonExpression name() {
        int start = at++;
        while (at + 1 < end && isAt(".") && tokens.get(at + 1).isName()) {
            at += 2;
        }
        StringBuilder dotted = new StringBuilder();
        tokens.subList(start, at).forEach(token -> dotted.append(token.in(text)));
        String name = dotted.toString();
        if (at < end && isAt("(")) {
            return call(start, name);
        }
        return switch (name) {
            case "None" -> new PythonExpression.None(range(start, at));
            case "True", "False" -> new PythonExpression.Bool(range(start, at), name.equals("True"));
            default -> new PythonExpression.Name(range(start, at), name);
        };
    }

    private PythonExpression call(int start, String function) {
        at++;
        List<PythonExpression> arguments = new ArrayList<>();
        Map<String, PythonExpression> named = new LinkedHashMap<>();
        boolean clear = true;
        while (at < end && !isAt(")")) {
            if (at + 1 < end && tokens.get(at).isName() && tokens.get(at + 1).is(text, "=")) {
                String keyword = tokens.get(at).in(text);
                at += 2;
                named.put(keyword, expression());
            } else {
                clear &= named.isEmpty() && !isAt("*") && !isAt("**");
                arguments.add(expression());
            }
            clear &= separated(")");
        }
        at++;
        return clear ? new PythonExpression.Call(range(start, at), function, arguments, named) : other(start, at);
    }

    private PythonExpression bracketed(int start) {
        String closing = isAt("(") ? ")" : "]";
        at++;
        List<PythonExpression> elements = new ArrayList<>();
        boolean commas = false;
        boolean clear = true;
        while (at < end && !isAt(closing)) {
            clear &= !isAt("*");
            elements.add(expression());
            commas |= isAt(",");
            clear &= separated(closing);
        }
        at++;
        if (!clear) {
            return other(start, at);
        }
        return closing.equals(")") && !commas && elements.size() == 1 ? elements.get(0) : sequence(start, elements);
    }

    private PythonExpression braced(int start) {
        at++;
        Map<String, PythonExpression> entries = new LinkedHashMap<>();
        List<PythonExpression> elements = new ArrayList<>();
        boolean clear = true;
        while (at < end && !isAt("}")) {
            if (tokens.get(at).type() == PythonToken.Type.STRING
                    && at + 1 < end
                    && tokens.get(at + 1).is(text, ":")) {
                PythonExpression key = primary();
                at++;
                PythonExpression value = expression();
                clear &= key instanceof PythonExpression.Str;
                if (key instanceof PythonExpression.Str string) {
                    entries.put(string.value(), value);
                }
            } else {
                elements.add(expression());
            }
            clear &= separated("}");
        }
        at++;
        if (!clear || !entries.isEmpty() && !elements.isEmpty()) {
            return other(start, at);
        }
        return elements.isEmpty() ? new PythonExpression.Dict(range(start, at), entries) : sequence(start, elements);
    }

    /** Behind an element: takes the comma; false where something else than a comma or the end follows, which is skipped. */
    private boolean separated(String closing) {
        if (isAt(",")) {
            at++;
            return true;
        }
        if (isAt(closing)) {
            return true;
        }
        skip();
        return false;
    }

    /** One token, or all up to the bracket that closes it. */
    private void skip() {
        int depth = 0;
        do {
            depth += isAt("(") || isAt("[") || isAt("{") ? 1 : isAt(")") || isAt("]") || isAt("}") ? -1 : 0;
            at++;
        } while (depth > 0 && at < end);
    }

    private boolean isAt(String operator) {
        return at < end && tokens.get(at).is(text, operator);
    }

    private PythonExpression sequence(int start, List<PythonExpression> elements) {
        return new PythonExpression.Sequence(range(start, at), elements);
    }

    private PythonExpression other(int start, int stop) {
        return new PythonExpression.Other(range(start, stop));
    }

    private SourceRange range(int start, int stop) {
        return Places.of(text, tokens.get(start), tokens.get(Math.max(start, stop - 1)));
    }
}
