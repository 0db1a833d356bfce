package dev.schemagate.watch;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.desired.DesiredColumn;
import dev.schemagate.sql.ColumnReferences;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.watch.record.DatabaseError;

/**
 * The hotfix that would add what an error misses. What is not known stands in it as a question, such as {@code <type?>}, so that
 * it cannot be applied unread.
 *
 * @param sql one statement of a hotfix file
 * @param note what a person must look at before using it; empty where nothing is open
 * @param missing the column, where its table is known; null where it is not
 */
public record Suggestion(String sql, String note, @Nullable DesiredColumn missing) {

    private static final String SCHEMA = "<schema?>";
    private static final String TABLE = "<table?>";
    private static final String TYPE = "<type?>";
    private static final Pattern QUOTED_QUESTION = Pattern.compile("\"(<(?:schema|table)\\?>)\"");

    /** @param schemas which schema has a table of that name; null where that is not clear */
    static Optional<Suggestion> of(
            DatabaseError error, ColumnTypes types, Function<String, @Nullable String> schemas, String ownedSchema) {
        return MissingName.of(error).map(missing -> {
            List<ColumnReferences.Candidate> candidates = candidates(error, missing);
            if (candidates.isEmpty()) {
                String sql = sql(column("", TABLE, missing.column(), TYPE)).replace("\"\".", "");
                return new Suggestion(sql, "which table is meant is not known", null);
            }
            ColumnReferences.Candidate candidate = candidates.get(0);
            String table = candidate.table().name();
            String written = candidate.table().schema();
            String schema = written == null ? schemas.apply(table) : written;
            Optional<String> type = types.type(table, candidate.column());
            DesiredColumn column =
                    column(schema == null ? SCHEMA : schema, table, candidate.column(), type.orElse(TYPE));
            String note = candidates.size() > 1
                    ? "the column may belong to another table of the statement"
                    : ownedSchema.equals(schema)
                            ? "the table is of the owned schema: make it a migration"
                            : type.isEmpty() ? "its type is not known" : "";
            return new Suggestion(sql(column), note, schema == null ? null : column);
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

    private static DesiredColumn column(String schema, String table, String name, String type) {
        return DesiredColumn.plain(schema, table, name, type, false, null);
    }

    private static String sql(DesiredColumn column) {
        return QUOTED_QUESTION.matcher(column.ddl().orElseThrow()).replaceAll("$1") + ";";
    }
}
