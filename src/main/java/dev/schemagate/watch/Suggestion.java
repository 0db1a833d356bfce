package dev.schemagate.watch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ColumnReferences;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.QualifiedName;
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

    /** @param schemas which schema has a table of that name; null where that is not clear */
    static Optional<Suggestion> of(
            DatabaseError error, ColumnTypes types, Function<String, @Nullable String> schemas, String ownedSchema) {
        return MissingName.of(error).map(missing -> {
            List<ColumnReferences.Candidate> found = candidates(error, missing);
            int candidates = found.size();
            if (found.isEmpty()) {
                return new Suggestion(
                        sql("<table?>", missing.column(), "<type?>"),
                        "which table is meant is not known",
                        null,
                        null,
                        missing.column());
            }
            ColumnReferences.Candidate candidate = found.get(0);
            String name = candidate.table().name();
            String written = candidate.table().schema();
            String schema = written == null ? schemas.apply(name) : written;
            Optional<String> type = types.type(name, candidate.column());
            String table = (schema == null ? "<schema?>" : Identifiers.quote(schema)) + "." + Identifiers.quote(name);
            String note = candidates > 1
                    ? "the column may belong to another table of the statement"
                    : ownedSchema.equals(schema)
                            ? "the table is of the owned schema: make it a migration"
                            : type.isEmpty() ? "its type is not known" : "";
            return new Suggestion(
                    sql(table, candidate.column(), type.orElse("<type?>")), note, schema, name, candidate.column());
        });
    }

    private static List<ColumnReferences.Candidate> candidates(DatabaseError error, MissingName name) {
        if (name.table().isPresent()) {
            QualifiedName table = QualifiedName.unqualified(name.table().get());
            return List.of(new ColumnReferences.Candidate(table, name.column()));
        }
        String statement = error.statement();
        return statement == null ? List.of() : ColumnReferences.resolve(statement, name.written(), error.cursor());
    }

    private static String sql(String table, String column, String type) {
        return "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + Identifiers.quote(column) + " " + type + ";";
    }
}
