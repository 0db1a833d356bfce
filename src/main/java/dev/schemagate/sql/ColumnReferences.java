package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ColumnScopes.Reference;
import dev.schemagate.sql.ColumnScopes.Scope;
import dev.schemagate.sql.ColumnScopes.Source;
import dev.schemagate.sql.grammar.ParserMemoryException;

/** Finds the table behind a column that an error message names, through aliases, joins, subqueries and targets. */
public final class ColumnReferences {
    private static final int MAX_SUBQUERIES = 16;

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
        Node tree = tree(statement);
        if (tree == null) {
            return List.of();
        }
        List<String> names = List.of(written.split("\\."));
        String column = names.get(names.size() - 1);
        Fragment text = Fragment.of(statement, new LineIndex(statement), 0, statement.length());
        int at = cursor > 0 ? text.offsetOfCursor(cursor) : -1;
        List<Reference> named = ColumnScopes.references(tree).stream()
                .filter(r -> r.column().equalsIgnoreCase(column))
                .filter(r -> names.size() == 1 || endsAlike(r.fields(), names))
                .toList();
        List<Reference> pointed = named.stream()
                .filter(r -> at >= 0 && text.offsetOfByte(r.location()) == at)
                .toList();
        Set<Candidate> found = new LinkedHashSet<>();
        for (Reference reference : pointed.isEmpty() ? named : pointed) {
            for (QualifiedName table : tables(reference)) {
                found.add(new Candidate(table, reference.column()));
            }
        }
        return List.copyOf(found);
    }

    /** Null where it does not parse, or cannot be parsed now: nobody is served worse for want of a suggestion. */
    static @Nullable Node tree(String statement) {
        try {
            return SqlParser.reader(new SourceText("statement", statement)).tree(statement);
        } catch (ParserMemoryException e) {
            return null;
        }
    }

    /** The message may name fewer parts than the statement: it leaves the schema out. */
    private static boolean endsAlike(List<String> fields, List<String> names) {
        int common = Math.min(fields.size(), names.size());
        for (int i = 1; i <= common; i++) {
            if (!fields.get(fields.size() - i).equalsIgnoreCase(names.get(names.size() - i))) {
                return false;
            }
        }
        return fields.size() > 1 || names.size() == 1;
    }

    /** The tables that the column may be of; none where it is a subquery's, or of nothing that the statement names. */
    static List<QualifiedName> tables(Reference reference) {
        QualifiedName target = reference.target();
        if (target != null) {
            return List.of(target);
        }
        List<QualifiedName> found = new ArrayList<>();
        int parts = reference.fields().size();
        for (Scope scope = reference.scope(); scope != null; scope = scope.outer()) {
            for (Source source : scope.sources()) {
                if (parts == 1 || source.answersTo(reference.fields().subList(0, parts - 1))) {
                    tables(source, reference.column(), found, 0);
                }
            }
            if (parts > 1 && !found.isEmpty()) {
                break;
            }
        }
        return found;
    }

    /** A table itself; of a subquery the tables whose columns it passes on by {@code *}. */
    private static void tables(Source source, String column, List<QualifiedName> found, int depth) {
        QualifiedName table = source.table();
        if (table != null) {
            found.add(table);
        } else if (depth < MAX_SUBQUERIES) {
            for (Source passed : ColumnScopes.passedOn(source)) {
                tables(passed, column, found, depth + 1);
            }
        }
    }

    /** A table and the column that is missing from it. */
    public record Candidate(QualifiedName table, String column) {}
}
