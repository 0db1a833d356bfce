package dev.schemagate.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Types under the names {@code format_type} prints. */
final class TypeNames {
    private static final Set<String> SERIAL =
            Set.of("serial", "serial2", "serial4", "serial8", "smallserial", "bigserial");
    private static final Map<String, String> PRINTED = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("decimal", "numeric"),
            Map.entry("varchar", "character varying"),
            Map.entry("bpchar", "character"),
            Map.entry("varbit", "bit varying"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timetz", "time with time zone"),
            Map.entry("time", "time without time zone"));

    private TypeNames() {}

    static boolean isSerial(TypeRef type) {
        return type.name().schema() == null && SERIAL.contains(type.name().name());
    }

    static String canonical(TypeRef type) {
        String array = "[]".repeat(Math.min(type.dimensions(), 1));
        String name = type.name().name();
        String schema = type.name().schema();
        if (schema != null && !schema.equals("pg_catalog")) {
            return type.name().sql() + modifiers(type) + array;
        }
        if (name.equals("interval")) {
            return "interval" + IntervalFields.print(type.modifiers()) + array;
        }
        String printed = printed(type);
        int split = printed.startsWith("time") ? printed.indexOf(' ') : -1;
        return split < 0
                ? printed + modifiers(type) + array
                : printed.substring(0, split) + modifiers(type) + printed.substring(split) + array;
    }

    private static String printed(TypeRef type) {
        String name = type.name().name();
        if (name.equals("bpchar") && type.modifiers().isEmpty()) {
            return name;
        }
        if (name.equals("char")) {
            return "\"char\"";
        }
        return PRINTED.getOrDefault(name, type.name().schema() == null ? QualifiedName.quote(name) : name);
    }

    private static String modifiers(TypeRef type) {
        return type.modifiers().isEmpty() ? "" : "(" + String.join(",", type.modifiers()) + ")";
    }

    /** The field mask and precision of INTERVAL as PostgreSQL encodes them (src/include/utils/timestamp.h). */
    private static final class IntervalFields {
        private static final int FULL = 0x7FFF;
        private static final Map<Integer, String> FIELDS = Map.ofEntries(
                Map.entry(4, " year"),
                Map.entry(2, " month"),
                Map.entry(6, " year to month"),
                Map.entry(8, " day"),
                Map.entry(1024, " hour"),
                Map.entry(2048, " minute"),
                Map.entry(4096, " second"),
                Map.entry(1032, " day to hour"),
                Map.entry(3080, " day to minute"),
                Map.entry(7176, " day to second"),
                Map.entry(3072, " hour to minute"),
                Map.entry(7168, " hour to second"),
                Map.entry(6144, " minute to second"));

        static String print(List<String> modifiers) {
            if (modifiers.isEmpty()) {
                return "";
            }
            int mask = Integer.parseInt(modifiers.get(0));
            String precision = modifiers.size() > 1 ? "(" + modifiers.get(1) + ")" : "";
            return (mask == FULL ? "" : FIELDS.getOrDefault(mask, "")) + precision;
        }
    }
}
