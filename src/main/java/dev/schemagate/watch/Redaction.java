package dev.schemagate.watch;

import java.util.regex.Pattern;

/** A statement without anything that may be a row value; what the lexer of {@code dev.schemagate.sql} does better replaces it. */
final class Redaction {

    /**
     * Strings (with doubled quotes, with backslashes, in dollars; an open one to the end), comments and numbers. A quoted name
     * is matched, too, so that a quote inside one opens no string.
     */
    private static final Pattern LITERAL = Pattern.compile(
            "\"[^\"]*+(?:\"\"[^\"]*+)*+\"?"
                    + "|--[^\\n]*|/\\*.*?(?:\\*/|\\z)"
                    + "|[eE]'[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'?|(?:[bBxXnN]|[uU]&)?'[^']*+(?:''[^']*+)*+'?"
                    + "|\\$(?<tag>[A-Za-z_]\\w*|)\\$.*?(?:\\$\\k<tag>\\$|\\z)"
                    + "|(?<![\\w$\"])[0-9][\\w.]*",
            Pattern.DOTALL);

    private static final int LONGEST = 4_096;

    private Redaction() {}

    static String withoutLiterals(String statement) {
        String cut = statement.length() > LONGEST ? statement.substring(0, LONGEST) : statement;
        return LITERAL.matcher(cut)
                .replaceAll(found -> found.group().startsWith("\"")
                        ? java.util.regex.Matcher.quoteReplacement(found.group())
                        : found.group().startsWith("--") || found.group().startsWith("/*") ? " " : "?")
                .strip();
    }
}
