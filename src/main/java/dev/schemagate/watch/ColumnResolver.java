package dev.schemagate.watch;

import java.util.List;
import java.util.Optional;

import dev.schemagate.sql.ColumnReferences;

/** Finds the table behind a column that a message names, through the aliases of its statement. */
@FunctionalInterface
public interface ColumnResolver {

    /** By PostgreSQL's own grammar. */
    ColumnResolver GRAMMAR =
            (statement, written, cursor) -> ColumnReferences.resolve(statement, written, cursor).stream()
                    .map(found -> new Candidate(
                            Optional.ofNullable(found.table().schema()),
                            found.table().name(),
                            found.column()))
                    .toList();

    /** The tables the column may belong to, the likeliest first; none where that cannot be said. */
    List<Candidate> resolve(String statement, String written, int cursor);

    /** A table and the column that is missing from it; without a schema where the statement names none. */
    record Candidate(Optional<String> schema, String table, String column) {}
}
