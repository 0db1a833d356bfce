package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's lexical rules as far as they decide where things begin and end (manual, "Lexical Structure"): quotes, E and U&
 * strings, dollar quotes, nested comments. Operators come as single symbols. Never fails.
 */
final class Lexer {
    private final String text;
    private final int limit;
    private int at;

    Lexer(String text) {
        this(text, 0, text.length());
    }

    Lexer(String text, int start, int limit) {
        this.text = text;
        this.at = start;
        this.limit = limit;
    }

    /** All tokens of a text but its comments. */
    static List<Token> significant(String text) {
        List<Token> tokens = new ArrayList<>();
        Lexer lexer = new Lexer(text);
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            if (token.type() != Token.Type.COMMENT) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    void skipTo(int offset) {
        at = offset;
    }

    /** The next token, or null at the end. */
    @Nullable
    Token next() {
        while (at < limit && isSpace(text.charAt(at))) {
            at++;
        }
        if (at >= limit) {
            return null;
        }
        int start = at;
        Token.Type type = read(text.charAt(at));
        return new Token(type, start, at);
    }

    private Token.Type read(char c) {
        if (c == '-' && peek(1) == '-') {
            while (at < limit && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                at++;
            }
            return Token.Type.COMMENT;
        }
        if (c == '/' && peek(1) == '*') {
            return blockComment();
        }
        if (c == '\'') {
            return quoted('\'', false, Token.Type.STRING);
        }
        if (c == '"') {
            return quoted('"', false, Token.Type.QUOTED_NAME);
        }
        if (c == '$') {
            return dollar();
        }
        if (isNameStart(c)) {
            return word(c);
        }
        if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            return number();
        }
        at++;
        return c == '\\' ? Token.Type.BACKSLASH : Token.Type.SYMBOL;
    }

    private Token.Type blockComment() {
        int depth = 0;
        while (at < limit) {
            if (text.charAt(at) == '/' && peek(1) == '*') {
                depth++;
                at += 2;
            } else if (text.charAt(at) == '*' && peek(1) == '/') {
                at += 2;
                if (--depth == 0) {
                    return Token.Type.COMMENT;
                }
            } else {
                at++;
            }
        }
        return Token.Type.UNTERMINATED;
    }

    private Token.Type quoted(char quote, boolean escapes, Token.Type type) {
        at++;
        while (at < limit) {
            char c = text.charAt(at++);
            if (c == '\\' && escapes) {
                at = Math.min(at + 1, limit);
            } else if (c == quote) {
                if (peek(0) != quote) {
                    return type;
                }
                at++;
            }
        }
        return Token.Type.UNTERMINATED;
    }

    private Token.Type word(char c) {
        char second = peek(1);
        if (second == '\'' && "eEbBxXnN".indexOf(c) >= 0) {
            at++;
            return quoted('\'', c == 'e' || c == 'E', Token.Type.STRING);
        }
        if ((c == 'u' || c == 'U') && second == '&' && (peek(2) == '\'' || peek(2) == '"')) {
            at += 2;
            return peek(0) == '\''
                    ? quoted('\'', false, Token.Type.STRING)
                    : quoted('"', false, Token.Type.QUOTED_NAME);
        }
        while (at < limit && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)) || text.charAt(at) == '$')) {
            at++;
        }
        return Token.Type.WORD;
    }

    private Token.Type dollar() {
        int tagEnd = at + 1;
        if (tagEnd < limit && isDigit(text.charAt(tagEnd))) {
            at++;
            while (at < limit && isDigit(text.charAt(at))) {
                at++;
            }
            return Token.Type.PARAMETER;
        }
        while (tagEnd < limit
                && (isNameStart(text.charAt(tagEnd)) || tagEnd > at + 1 && isDigit(text.charAt(tagEnd)))) {
            tagEnd++;
        }
        if (tagEnd >= limit || text.charAt(tagEnd) != '$') {
            at++;
            return Token.Type.SYMBOL;
        }
        String tag = text.substring(at, tagEnd + 1);
        int close = text.indexOf(tag, tagEnd + 1);
        if (close < 0 || close + tag.length() > limit) {
            at = limit;
            return Token.Type.UNTERMINATED;
        }
        at = close + tag.length();
        return Token.Type.STRING;
    }

    private Token.Type number() {
        while (at < limit) {
            char c = text.charAt(at);
            boolean exponentSign = (c == '+' || c == '-') && "eE".indexOf(text.charAt(at - 1)) >= 0 && isDigit(peek(1));
            boolean range = c == '.' && peek(1) == '.';
            if (range || !(isDigit(c) || isNameStart(c) || c == '.' || exponentSign)) {
                break;
            }
            at++;
        }
        return Token.Type.NUMBER;
    }

    private char peek(int ahead) {
        return at + ahead < limit ? text.charAt(at + ahead) : '\0';
    }

    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80;
    }
}
