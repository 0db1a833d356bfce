package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Operations on SQL as text, for texts that need not parse. */
public final class SqlText {
    private SqlText() {}

    /**
     * The text with every string, number and bit string replaced by {@code ?}, so that no row value is shown. Works by
     * tokens, also on text that is broken or cut short: what might be the rest of a literal is replaced too. Comments are
     * removed, since they may hold anything. A text whose beginning is cut off ({@code ...}) and that has quotes may begin
     * within a literal: it becomes a single {@code ?}.
     */
    public static String withoutLiterals(String sql) {
        return cutWithin(sql) ? "?" : replaced(sql, "?", "?");
    }

    /**
     * As {@link #withoutLiterals}, and still a statement where it was one: every string becomes {@code ''} and every number 0.
     * What the text ends in and what may be the rest of a literal is left out.
     */
    public static String withEmptyLiterals(String sql) {
        return cutWithin(sql) ? "" : replaced(sql, "''", "0");
    }

    private static boolean cutWithin(String sql) {
        return sql.startsWith("...") && (sql.indexOf('\'') >= 0 || sql.indexOf('$') >= 0);
    }

    private static String replaced(String sql, String string, String number) {
        StringBuilder out = new StringBuilder(sql.length());
        Lexer lexer = new Lexer(sql);
        int end = 0;
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            out.append(sql, end, token.start());
            switch (token.type()) {
                case STRING, UNTERMINATED -> out.append(string);
                case NUMBER -> out.append(number);
                case COMMENT -> {}
                default -> out.append(sql, token.start(), token.end());
            }
            end = token.end();
        }
        return out.append(sql, end, sql.length()).toString();
    }

    /** A statement for a message: on one line, {@linkplain #withoutLiterals without literals}, and cut where it is longer. */
    public static String shown(String sql, int longest) {
        String text = withoutLiterals(sql).strip().replaceAll("\\s+", " ");
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).stripTrailing();
        }
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }

    /** The names and keywords of a text in order, whole: the server, and so the syntax tree, cuts names to 63 bytes. */
    public static List<String> names(String sql) {
        List<String> names = new ArrayList<>();
        for (Token token : Lexer.significant(sql)) {
            if (isName(token)) {
                names.add(name(token, sql));
            }
        }
        return names;
    }

    /** What the COLLATE clauses of a text name, in order. */
    public static List<QualifiedName> collations(String sql) {
        List<Token> tokens = Lexer.significant(sql);
        List<QualifiedName> collations = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord(sql, "collate") && isName(tokens.get(i + 1))) {
                String first = name(tokens.get(i + 1), sql);
                boolean qualified =
                        i + 3 < tokens.size() && tokens.get(i + 2).isSymbol(sql, '.') && isName(tokens.get(i + 3));
                collations.add(
                        qualified
                                ? new QualifiedName(first, name(tokens.get(i + 3), sql))
                                : QualifiedName.unqualified(first));
            }
        }
        return collations;
    }

    private static boolean isName(Token token) {
        return token.type() == Token.Type.WORD || token.type() == Token.Type.QUOTED_NAME;
    }

    private static String name(Token token, String sql) {
        String text = token.text(sql);
        return token.type() == Token.Type.WORD
                ? text.toLowerCase(Locale.ROOT)
                : text.substring(text.indexOf('"') + 1, text.length() - 1).replace("\"\"", "\"");
    }
}
