package dev.schemagate.plan;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.schemagate.sql.QualifiedName;

/** The COLLATE clauses of an expression, which EXPLAIN does not print. */
final class Collations {

    private static final String NAME = "(?:\"(?:[^\"]|\"\")*+\"|[\\w$]+)";
    private static final Pattern CLAUSE = Pattern.compile(
            "'(?:[^']|'')*+'|\\bcollate\\b\\s*(?:(" + NAME + ")\\s*\\.\\s*)?(" + NAME + ")|\"(?:[^\"]|\"\")*+\"",
            Pattern.CASE_INSENSITIVE);

    private Collations() {}

    /**
     * Their names in the order they are written in.
     *
     * @param schema which the server does not print, beside its own
     */
    static List<String> of(String expression, String schema) {
        return CLAUSE.matcher(expression)
                .results()
                .filter(clause -> clause.group(2) != null)
                .map(clause -> name(clause, schema))
                .toList();
    }

    private static String name(MatchResult clause, String schema) {
        String qualifier = clause.group(1) == null ? "" : real(clause.group(1));
        boolean plain = qualifier.isEmpty() || qualifier.equals("pg_catalog") || qualifier.equals(schema);
        return new QualifiedName(plain ? null : qualifier, real(clause.group(2))).sql();
    }

    private static String real(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }
}
