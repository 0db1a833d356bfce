package dev.schemagate.hotfix;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

import dev.schemagate.error.ErrorCode;

/**
 * One statement of a hotfix.
 *
 * @param number 1 for the first of its file
 * @param line 1 for the first of its file
 */
record HotfixStatement(HotfixFile file, int number, int line, String sql) {

    private static final Pattern CONCURRENTLY = Pattern.compile(
            "(?is)\\A(?:\\s|--[^\\n]*\\n|/\\*.*?\\*/)*(?:CREATE\\s+(?:UNIQUE\\s+)?INDEX|DROP\\s+INDEX|REINDEX\\s+\\w+)\\s+CONCURRENTLY\\b.*");

    /** Splits a file with the driver's lexer, which knows quotes, dollar quotes and comments. */
    static List<HotfixStatement> split(HotfixFile file) {
        try {
            List<HotfixStatement> statements = new ArrayList<>();
            int from = 0;
            for (NativeQuery query : Parser.parseJdbcSql(file.text(), true, false, true, false, false)) {
                String sql = query.nativeSql.strip();
                int at = Math.max(from, file.text().indexOf(sql, from));
                from = at + sql.length();
                statements.add(new HotfixStatement(file, statements.size() + 1, line(file.text(), at), sql));
            }
            return statements;
        } catch (SQLException e) {
            throw new HotfixException(
                    ErrorCode.HF002, dev.schemagate.error.Retry.PERMANENT, file.path() + ": " + e.getMessage(), e);
        }
    }

    private static int line(String text, int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /** Whether PostgreSQL refuses it inside a transaction block (25001). */
    boolean needsNoTransaction() {
        return CONCURRENTLY.matcher(sql).matches();
    }

    /** The place for messages: {@code hotfixes/0007_tax.sql:12}. */
    String place() {
        return file.path() + ":" + line;
    }
}
