package dev.schemagate.ownership.guard;

import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.sql.Identifiers;

/** What the guard refuses to lose, in the words of {@code pg_event_trigger_dropped_objects}. */
final class Kinds {

    /** Prisma drops and makes indexes and constraints anew in the foreign schema, and LiteLLM its views. */
    static final List<String> FOREIGN =
            List.of("table", "table column", "foreign table", "materialized view", "sequence", "type", "schema");

    static final List<String> OWNED = List.of(
            "table",
            "table column",
            "foreign table",
            "materialized view",
            "view",
            "sequence",
            "type",
            "schema",
            "index",
            "table constraint",
            "function",
            "procedure",
            "aggregate");

    static final List<String> GUARD = List.of("table", "table column", "function", "schema");

    static final List<String> BOOKKEEPING = List.of("table", "table column", "function", "schema", "sequence");

    private Kinds() {}

    static String sql(List<String> kinds) {
        return kinds.stream().map(Identifiers::literal).collect(Collectors.joining(", ", "ARRAY[", "]"));
    }
}
