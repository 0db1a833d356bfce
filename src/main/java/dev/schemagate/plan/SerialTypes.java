package dev.schemagate.plan;

import java.util.Map;

/** The integers behind PostgreSQL's serial types (manual 8.1.4). */
final class SerialTypes {

    private static final Map<String, String> PLAIN = Map.of(
            "serial", "integer",
            "serial4", "integer",
            "bigserial", "bigint",
            "serial8", "bigint",
            "smallserial", "smallint",
            "serial2", "smallint");

    private SerialTypes() {}

    static String plain(String serial) {
        return PLAIN.getOrDefault(serial, serial);
    }
}
