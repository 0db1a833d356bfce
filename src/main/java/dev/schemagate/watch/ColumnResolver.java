package dev.schemagate.watch;

import java.util.List;
import java.util.Optional;

/** Finds the table behind a column that a message names, through the aliases of its statement. */
@FunctionalInterface
public interface ColumnResolver {

    /** Knows no statement. */
    ColumnResolver NONE = (statement, written, cursor) -> List.of();

    /** The tables the column may belong to, the likeliest first; none where that cannot be said. */
    List<Candidate> resolve(String statement, String written, int cursor);

    /** A table and the column that is missing from it; without a schema where the statement names none. */
    record Candidate(Optional<String> schema, String table, String column) {}
}
