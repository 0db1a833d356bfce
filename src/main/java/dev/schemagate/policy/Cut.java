package dev.schemagate.policy;

import java.nio.charset.StandardCharsets;

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

    static String integerOf(TypeRef serial) {
        return switch (serial.name().name()) {
            case "smallserial", "serial2" -> "smallint";
            case "bigserial", "serial8" -> "bigint";
            default -> "integer";
        };
    }
}
