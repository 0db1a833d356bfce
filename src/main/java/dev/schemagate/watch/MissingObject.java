package dev.schemagate.watch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.db.SqlState;
import dev.schemagate.watch.record.DatabaseError;

/**
 * An object that an error complains of, as the catalog would know it: a schema, a relation, or a column.
 *
 * @param schema empty where only a relation is known, whose name the message may have qualified
 * @param relation empty for a schema
 * @param column empty for a schema and for a relation
 */
record MissingObject(String schema, String relation, String column) {

    private static final Pattern QUOTED = Pattern.compile("[\"`«»]([^\"`«»\\\\]+)[\"`«»\\\\]");
    private static final String UNKNOWN = "?";

    /** Empty where the error does not tell so surely that the catalog could be asked. */
    static Optional<MissingObject> of(DatabaseError error, @Nullable Suggestion suggestion) {
        if (suggestion != null) {
            return Optional.ofNullable(suggestion.missing())
                    .map(column -> new MissingObject(column.schema(), column.table(), column.name()));
        }
        Matcher name = QUOTED.matcher(error.message());
        if (!name.find()) {
            return Optional.empty();
        }
        return switch (error.sqlState()) {
            case SqlState.UNDEFINED_TABLE -> Optional.of(new MissingObject("", name.group(1), ""));
            case SqlState.INVALID_SCHEMA -> Optional.of(new MissingObject(name.group(1), "", ""));
            default -> Optional.empty();
        };
    }

    /** As a line of the bookkeeping; one for an object that is not known, too. */
    static String line(@Nullable MissingObject object) {
        return object == null ? UNKNOWN : object.schema + "\t" + object.relation + "\t" + object.column;
    }

    /** Null for an object that is not known. */
    static @Nullable MissingObject parse(String line) {
        String[] parts = line.split("\t", -1);
        return parts.length == 3 ? new MissingObject(parts[0], parts[1], parts[2]) : null;
    }

    @Override
    public String toString() {
        return java.util.stream.Stream.of(schema, relation, column)
                .filter(part -> !part.isEmpty())
                .collect(java.util.stream.Collectors.joining("."));
    }
}
