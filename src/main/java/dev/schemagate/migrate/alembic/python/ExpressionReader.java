package dev.schemagate.migrate.alembic.python;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.sql.SourceRange;

/** Reads expressions of a logical line. Brackets match and are not deeper than {@link Lexer#MAX_DEPTH}: the lexer has seen to it. */
final class ExpressionReader {

    private final String text;
    private final List<Token> tokens;
    private final int end;
    private int at;

    /** @param end the index behind the last token to read */
    ExpressionReader(String text, List<Token> tokens, int start, int end) {
        this.text = text;
        this.tokens = tokens;
        this.at = start;
        this.end = end;
    }

    /** All of the tokens: one expression, or a tuple without parentheses. */
    Expression all() {
        int start = at;
        Expression first = expression();
        if (at == end) {
            return first;
        }
        List<Expression> elements = new ArrayList<>(List.of(first));
        while (at < end && isAt(",")) {
            at++;
            if (at < end) {
                elements.add(expression());
            }
        }
        return at == end ? sequence(start, elements) : other(start, end);
    }

    /** One, up to a comma, a closing bracket or the end. */
    private Expression expression() {
        int start = at;
        Expression read = primary();
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

    private Expression primary() {
        if (at >= end) {
            return other(Math.max(0, end - 1), end);
        }
        int start = at;
        Token token = tokens.get(at);
        switch (token.type()) {
            case STRING -> {
                while (at < end && tokens.get(at).type() == Token.Type.STRING) {
                    at++;
                }
                StringValue value = StringValue.of(text, tokens.subList(start, at));
                return value == null
                        ? other(start, at)
                        : new Expression.Str(range(start, at), value.text(), value.origins());
            }
            case NUMBER -> {
                at++;
                return new Expression.Number(range(start, at), token.in(text));
            }
            case NAME -> {
                return name();
            }
            default -> {
                return operator(start);
            }
        }
    }

    private Expression operator(int start) {
        if (isAt("-") && at + 1 < end && tokens.get(at + 1).type() == Token.Type.NUMBER) {
            at += 2;
            return new Expression.Number(
                    range(start, at), "-" + tokens.get(at - 1).in(text));
        }
        if (isAt("(") || isAt("[")) {
            return bracketed(start);
        }
        return isAt("{") ? braced(start) : other(start, start + 1);
    }

    private Expression name() {
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
            case "None" -> new Expression.None(range(start, at));
            case "True", "False" -> new Expression.Bool(range(start, at), name.equals("True"));
            default -> new Expression.Name(range(start, at), name);
        };
    }

    private Expression call(int start, String function) {
        at++;
        List<Expression> arguments = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
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
        return clear ? new Expression.Call(range(start, at), function, arguments, named) : other(start, at);
    }

    private Expression bracketed(int start) {
        String closing = isAt("(") ? ")" : "]";
        at++;
        List<Expression> elements = new ArrayList<>();
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

    private Expression braced(int start) {
        at++;
        Map<String, Expression> entries = new LinkedHashMap<>();
        List<Expression> elements = new ArrayList<>();
        boolean clear = true;
        while (at < end && !isAt("}")) {
            if (tokens.get(at).type() == Token.Type.STRING
                    && at + 1 < end
                    && tokens.get(at + 1).is(text, ":")) {
                Expression key = primary();
                at++;
                Expression value = expression();
                clear &= key instanceof Expression.Str;
                if (key instanceof Expression.Str string) {
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
        return elements.isEmpty() ? new Expression.Dict(range(start, at), entries) : sequence(start, elements);
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

    private Expression sequence(int start, List<Expression> elements) {
        return new Expression.Sequence(range(start, at), elements);
    }

    private Expression other(int start, int stop) {
        return new Expression.Other(range(start, stop));
    }

    private SourceRange range(int start, int stop) {
        return Places.of(text, tokens.get(start), tokens.get(Math.max(start, stop - 1)));
    }
}
