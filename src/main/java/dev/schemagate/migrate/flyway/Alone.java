package dev.schemagate.migrate.flyway;

import java.util.List;
import java.util.regex.Pattern;

import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.sql.Statement;
import dev.schemagate.sql.Statement.TransactionMode;

/** Statements that PostgreSQL refuses inside a transaction block, such as {@code CREATE INDEX CONCURRENTLY}. */
public final class Alone {

    /** What every such statement has in it; no escape can spell a keyword. */
    private static final Pattern KEYWORD = Pattern.compile(
            "concurrently|vacuum|reindex|database|tablespace|subscription|system|discard|cluster|partition",
            Pattern.CASE_INSENSITIVE);

    private Alone() {}

    /** Whether a text may hold one. It costs nothing to ask, other than {@link #is}. */
    static boolean isSuspected(String sql) {
        return KEYWORD.matcher(sql).find();
    }

    static boolean is(Statement statement) {
        return statement.transactionMode() == TransactionMode.FORBIDDEN;
    }

    /** Whether a single statement is one. */
    public static boolean is(String sql) {
        return isSuspected(sql) && statements(sql).stream().allMatch(Alone::is);
    }

    /** Whether a statement that was done changes nothing when it is done again, or is cleared away before. */
    public static boolean mayRunAgain(String sql) {
        return statements(sql).stream().allMatch(statement -> is(statement) || statement.idempotent());
    }

    private static List<Statement> statements(String sql) {
        return SqlParser.parse(new SourceText("", sql)).statements();
    }
}
