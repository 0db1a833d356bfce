package dev.schemagate.sql;

import java.util.List;

/** Finds the table behind a column that an error message names, through aliases, joins, subqueries and targets. */
public final class ColumnReferences {
    private ColumnReferences() {}

    /**
     * The tables a column name may belong to, the likeliest first: one for {@code o.missing_col} where {@code o} is a table's
     * alias, several where an unqualified name stands among several tables, none where it is a column of a subquery or the
     * statement does not parse.
     *
     * @param statement the text the server logged; may hold {@code $1}
     * @param written the name as in the message, without quotes: {@code o.missing_col} or {@code missing_col}
     * @param cursor where in the statement, in code points from 1 as PostgreSQL reports it; 0 where not known
     */
    public static List<Candidate> resolve(String statement, String written, int cursor) {
        throw new UnsupportedOperationException("not yet");
    }

    /** A table and the column that is missing from it. */
    public record Candidate(QualifiedName table, String column) {}
}
