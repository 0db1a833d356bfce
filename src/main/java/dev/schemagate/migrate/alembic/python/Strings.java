package dev.schemagate.migrate.alembic.python;

/** Where string literals end, those with expressions in them (f-strings) included. Offsets below 0 mean: nowhere. */
final class Strings {

    private static final int NOWHERE = -1;

    private Strings() {}

    /** Whether the letters before a quote belong to it. */
    static boolean isPrefix(String text, int start, int end) {
        if (end - start > 2) {
            return false;
        }
        boolean raw = false;
        char kind = ' ';
        for (int i = start; i < end; i++) {
            char c = Character.toLowerCase(text.charAt(i));
            if (c == 'r' && !raw) {
                raw = true;
            } else if ("bfut".indexOf(c) >= 0 && kind == ' ') {
                kind = c;
            } else {
                return false;
            }
        }
        return !(raw && kind == 'u');
    }

    static boolean hasPrefix(String text, int start, char letter) {
        for (int i = start; text.charAt(i) != '"' && text.charAt(i) != '\''; i++) {
            if (Character.toLowerCase(text.charAt(i)) == letter) {
                return true;
            }
        }
        return false;
    }

    static int quoteOf(String text, int start) {
        int quote = start;
        while (text.charAt(quote) != '"' && text.charAt(quote) != '\'') {
            quote++;
        }
        return quote;
    }

    /** Whether three quotes open it. */
    static boolean isTriple(String text, int quote) {
        char c = text.charAt(quote);
        return quote + 2 < text.length() && text.charAt(quote + 1) == c && text.charAt(quote + 2) == c;
    }

    /** Just behind the closing quotes of the literal whose prefix begins at {@code start}. */
    static int end(String text, int start, int depth) {
        if (depth > PythonLexer.MAX_DEPTH) {
            return NOWHERE;
        }
        boolean formatted = hasPrefix(text, start, 'f') || hasPrefix(text, start, 't');
        boolean raw = hasPrefix(text, start, 'r');
        int quote = quoteOf(text, start);
        char mark = text.charAt(quote);
        boolean triple = isTriple(text, quote);
        int at = quote + (triple ? 3 : 1);
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\') {
                boolean named = !raw && formatted && text.startsWith("N{", at + 1);
                at = named ? text.indexOf('}', at) + 1 : at + 2;
                if (at == 0) {
                    return NOWHERE;
                }
            } else if (c == mark && (!triple || isTriple(text, at))) {
                return at + (triple ? 3 : 1);
            } else if (c == '\n' && !triple) {
                return NOWHERE;
            } else if (c == '{' && formatted && !text.startsWith("{{", at)) {
                at = endOfField(text, at + 1, depth + 1);
                if (at < 0) {
                    return NOWHERE;
                }
            } else {
                at += c == '{' && formatted ? 2 : 1;
            }
        }
        return NOWHERE;
    }

    /** Just behind the brace that closes a replacement field; {@code at} is behind the one that opens it. */
    private static int endOfField(String text, int at, int depth) {
        if (depth > PythonLexer.MAX_DEPTH) {
            return NOWHERE;
        }
        int brackets = 0;
        boolean specification = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (specification) {
                if (c == '}') {
                    return at + 1;
                }
                at = c == '{' ? endOfField(text, at + 1, depth + 1) : at + 1;
            } else if (c == '"' || c == '\'') {
                at = end(text, at, depth + 1);
            } else if (PythonLexer.isNameStart(c)) {
                at = endOfWord(text, at, depth);
            } else if (c == '}' && brackets == 0) {
                return at + 1;
            } else {
                brackets += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
                specification = c == ':' && brackets == 0;
                at++;
            }
            if (at < 0) {
                return NOWHERE;
            }
        }
        return NOWHERE;
    }

    private static int endOfWord(String text, int start, int depth) {
        int at = start;
        while (at < text.length() && PythonLexer.isNamePart(text.charAt(at))) {
            at++;
        }
        boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
        return quoted && isPrefix(text, start, at) ? end(text, start, depth + 1) : at;
    }
}
