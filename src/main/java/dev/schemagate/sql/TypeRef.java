package dev.schemagate.sql;

import java.util.List;

/**
 * A type as a statement names it.
 *
 * @param text as written, from the source
 * @param name resolved where the grammar knows the type: {@code pg_catalog.int4} for {@code integer}; {@code serial} and
 *     its sisters stay as written, without schema
 * @param modifiers as in {@code numeric(10,2)}
 * @param dimensions of the array, 0 where it is none
 */
public record TypeRef(String text, QualifiedName name, List<String> modifiers, int dimensions) {

    public TypeRef {
        modifiers = List.copyOf(modifiers);
    }

    /** As {@code format_type} prints it: {@code character varying(20)[]}, {@code timestamp with time zone}. */
    public String canonical() {
        return TypeNames.canonical(this);
    }

    /** Whether it is one of the serial types, which bring a sequence and NOT NULL. */
    public boolean isSerial() {
        return TypeNames.isSerial(this);
    }
}
