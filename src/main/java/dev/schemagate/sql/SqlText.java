package dev.schemagate.sql;

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
        if (sql.startsWith("...") && (sql.indexOf('\'') >= 0 || sql.indexOf('$') >= 0)) {
            return "?";
        }
        StringBuilder out = new StringBuilder(sql.length());
        Lexer lexer = new Lexer(sql);
        int end = 0;
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            out.append(sql, end, token.start());
            switch (token.type()) {
                case STRING, NUMBER, UNTERMINATED -> out.append('?');
                case COMMENT -> {}
                default -> out.append(sql, token.start(), token.end());
            }
            end = token.end();
        }
        return out.append(sql, end, sql.length()).toString();
    }
}
