package dev.schemagate.policy;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.TypeRef;

/** Names and types for corrected SQL. */
final class Cut {

    private static final int LIMIT = 63;

    private Cut() {}

    /** At most 63 bytes of it; a name cut by the server before says so at its end. */
    static String toFit(String name) {
        String shorter = name;
        while (shorter.getBytes(StandardCharsets.UTF_8).length > LIMIT) {
            shorter = shorter.substring(0, shorter.length() - 1);
        }
        return shorter;
    }

    /** As PostgreSQL would name it: {@code Tax_rate_idx}. */
    static String indexName(IndexDefinition index) {
        String columns = index.keys().stream()
                .map(key -> Objects.requireNonNullElse(key.column(), "expr"))
                .collect(Collectors.joining("_"));
        return toFit(index.table().name() + "_" + columns + "_idx");
    }

    static String integerOf(TypeRef serial) {
        return switch (serial.name().name()) {
            case "smallserial", "serial2" -> "smallint";
            case "bigserial", "serial8" -> "bigint";
            default -> "integer";
        };
    }
}
