package dev.schemagate.watch;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.Identifiers;
import dev.schemagate.watch.record.DatabaseError;

/**
 * The hotfix that would add what an error misses. What is not known stands in it as a question, such as {@code <type?>}, so that
 * it cannot be applied unread.
 *
 * @param sql one statement of a hotfix file
 * @param note what a person must look at before using it; empty where nothing is open
 */
public record Suggestion(
        String sql,
        String note,
        @Nullable String schema,
        @Nullable String table,
        String column) {

    /** Which schema has a table of that name; null where that is not clear. */
    @FunctionalInterface
    interface Schemas {
        @Nullable
        String of(String table);
    }

    static Optional<Suggestion> of(
            DatabaseError error, ColumnResolver resolver, ColumnTypes types, Schemas schemas, String ownedSchema) {
        return MissingName.of(error).map(name -> {
            List<ColumnResolver.Candidate> found = candidates(error, name, resolver);
            int candidates = found.size();
            if (found.isEmpty()) {
                return new Suggestion(
                        sql("<table?>", name.column(), "<type?>"),
                        "which table is meant is not known",
                        null,
                        null,
                        name.column());
            }
            ColumnResolver.Candidate candidate = found.get(0);
            String schema = candidate.schema().orElseGet(() -> schemas.of(candidate.table()));
            Optional<String> type = types.type(candidate.table(), candidate.column());
            String table = (schema == null ? "<schema?>" : Identifiers.quote(schema)) + "."
                    + Identifiers.quote(candidate.table());
            String note = candidates > 1
                    ? "the column may belong to another table of the statement"
                    : ownedSchema.equals(schema)
                            ? "the table is of the owned schema: make it a migration"
                            : type.isEmpty() ? "its type is not known" : "";
            return new Suggestion(
                    sql(table, candidate.column(), type.orElse("<type?>")),
                    note,
                    schema,
                    candidate.table(),
                    candidate.column());
        });
    }

    private static List<ColumnResolver.Candidate> candidates(
            DatabaseError error, MissingName name, ColumnResolver resolver) {
        if (name.table().isPresent()) {
            return List.of(
                    new ColumnResolver.Candidate(Optional.empty(), name.table().get(), name.column()));
        }
        String statement = error.statement();
        return statement == null ? List.of() : resolver.resolve(statement, name.written(), error.cursor());
    }

    private static String sql(String table, String column, String type) {
        return "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + Identifiers.quote(column) + " " + type + ";";
    }
}
