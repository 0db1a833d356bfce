package dev.schemagate.migrate.alembic.python;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Cuts a text into logical lines and their tokens, as Python's own lexer does (language reference, section 2). */
final class PythonLexer {

    /** As many brackets in one another as CPython takes. */
    static final int MAX_DEPTH = 200;

    private static final String DOUBLED = "*/<>=:";
    private static final String BEFORE_EQUALS = "=!<>+-*/%&|^@:";
    private static final String OTHERS = ",.;~";

    private final String text;
    private final List<Comment> comments = new ArrayList<>();
    private int at;
    private int line = 1;

    PythonLexer(String text) {
        this.text = text;
    }

    /** Those met so far. */
    List<Comment> comments() {
        return comments;
    }

    /** Null at the end of the text. */
    @Nullable
    Line next() throws PythonException {
        while (at < text.length()) {
            int indent = indent();
            if (at < text.length() && text.charAt(at) == '#') {
                comment(true);
            }
            if (at < text.length() && text.charAt(at) != '\n') {
                List<PythonToken> tokens = tokens();
                if (!tokens.isEmpty()) {
                    return new Line(indent, tokens);
                }
            } else {
                newline();
            }
        }
        return null;
    }

    private int indent() {
        int indent = 0;
        for (; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case ' ' -> indent++;
                case '\t' -> indent = (indent / 8 + 1) * 8;
                case '\f' -> indent = 0;
                default -> {
                    return indent;
                }
            }
        }
        return indent;
    }

    private void newline() {
        at++;
        line++;
    }

    private List<PythonToken> tokens() throws PythonException {
        List<PythonToken> tokens = new ArrayList<>();
        List<PythonToken> open = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                newline();
                if (open.isEmpty()) {
                    return tokens;
                }
            } else if (c == ' ' || c == '\t' || c == '\f') {
                at++;
            } else if (c == '#') {
                comment(isAlone());
            } else if (c == '\\') {
                if (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                    throw error(at, "a backslash that does not end its line");
                }
                at++;
                if (at < text.length()) {
                    newline();
                }
            } else {
                PythonToken token = token(c);
                track(token, open);
                tokens.add(token);
            }
        }
        if (!open.isEmpty()) {
            PythonToken first = open.get(open.size() - 1);
            throw new PythonException(Places.of(text, first, first), "'" + first.in(text) + "' is never closed");
        }
        return tokens;
    }

    private boolean isAlone() {
        return text.substring(text.lastIndexOf('\n', at - 1) + 1, at).isBlank();
    }

    private void comment(boolean alone) {
        int end = text.indexOf('\n', at);
        int stop = end < 0 ? text.length() : end;
        PythonToken token = new PythonToken(PythonToken.Type.OPERATOR, at, stop, line);
        comments.add(new Comment(Places.of(text, token, token), text.substring(at, stop), alone));
        at = stop;
    }

    private void track(PythonToken token, List<PythonToken> open) throws PythonException {
        if (token.type() != PythonToken.Type.OPERATOR || token.end() - token.start() != 1) {
            return;
        }
        char c = text.charAt(token.start());
        if (c == '(' || c == '[' || c == '{') {
            if (open.size() == MAX_DEPTH) {
                throw error(token.start(), "more than " + MAX_DEPTH + " brackets in one another");
            }
            open.add(token);
        } else if (c == ')' || c == ']' || c == '}') {
            char opening = c == ')' ? '(' : c == ']' ? '[' : '{';
            if (open.isEmpty() || text.charAt(open.get(open.size() - 1).start()) != opening) {
                throw error(token.start(), "unmatched '" + c + "'");
            }
            open.remove(open.size() - 1);
        } else if (c == ';' && !open.isEmpty()) {
            throw error(token.start(), "';' between brackets");
        }
    }

    private PythonToken token(char c) throws PythonException {
        int start = at;
        int startLine = line;
        if (c == '"' || c == '\'') {
            string(start);
            return new PythonToken(PythonToken.Type.STRING, start, at, startLine);
        }
        if (isNameStart(c)) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            if (at < text.length()
                    && (text.charAt(at) == '"' || text.charAt(at) == '\'')
                    && Strings.isPrefix(text, start, at)) {
                string(start);
                return new PythonToken(PythonToken.Type.STRING, start, at, startLine);
            }
            return new PythonToken(PythonToken.Type.NAME, start, at, startLine);
        }
        if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
            while (at < text.length() && (isNamePart(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return new PythonToken(PythonToken.Type.NUMBER, start, at, startLine);
        }
        at += operator(c);
        return new PythonToken(PythonToken.Type.OPERATOR, start, at, startLine);
    }

    private int operator(char c) throws PythonException {
        if ("()[]{}".indexOf(c) >= 0) {
            return 1;
        }
        if (BEFORE_EQUALS.indexOf(c) < 0 && OTHERS.indexOf(c) < 0) {
            throw error(at, "a character that Python does not know here: " + shown(c));
        }
        int length = 1;
        char next = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
        if (c == '-' && next == '>') {
            return 2;
        }
        if (next == c && DOUBLED.indexOf(c) >= 0 && c != '=' && c != ':') {
            length++;
            next = at + 2 < text.length() ? text.charAt(at + 2) : '\n';
        }
        return next == '=' && BEFORE_EQUALS.indexOf(c) >= 0 ? length + 1 : length;
    }

    private void string(int start) throws PythonException {
        int end = Strings.end(text, start, 0);
        if (end < 0) {
            throw new PythonException(
                    Places.of(
                            text,
                            new PythonToken(PythonToken.Type.STRING, start, start + 1, line),
                            new PythonToken(PythonToken.Type.STRING, start, start + 1, line)),
                    "a string that is never closed");
        }
        for (int i = text.indexOf('\n', start); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            line++;
        }
        at = end;
    }

    private PythonException error(int offset, String message) {
        return new PythonException(Places.of(text, offset, offset + 1), message);
    }

    private static String shown(char c) {
        return c > ' ' && c < 127 ? "'" + c + "'" : "U+%04X".formatted((int) c);
    }

    static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
