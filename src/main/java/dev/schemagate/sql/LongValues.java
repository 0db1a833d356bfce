package dev.schemagate.sql;

import java.util.Set;

/** Types whose values may be longer than an entry of a btree index, which is a third of a page (PostgreSQL manual 11.2.1, 64.1). */
public final class LongValues {

    /** About what such an entry takes, in bytes, after compression. */
    public static final int MOST = 2_700;

    private static final Set<String> TYPES = Set.of(
            "text", "character varying", "varchar", "bpchar", "bytea", "jsonb", "citext", "bit varying", "varbit");

    private LongValues() {}

    /** @param type as {@code format_type} prints it, with its modifiers, or by its catalog name where it has none */
    public static boolean fit(String type) {
        String name = type.substring(type.indexOf('.') + 1);
        return !TYPES.contains(name) && !name.endsWith("[]") && !name.startsWith("_");
    }
}
