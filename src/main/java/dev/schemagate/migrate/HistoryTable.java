package dev.schemagate.migrate;

import dev.schemagate.sql.Identifiers;

/** The table of an engine's own in which it notes what it has applied. */
public record HistoryTable(String schema, String name) {

    /** As SQL spells it. */
    public String sql() {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }

    /** For messages. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
