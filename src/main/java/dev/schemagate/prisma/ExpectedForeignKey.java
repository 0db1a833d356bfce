package dev.schemagate.prisma;

import java.util.List;

import dev.schemagate.prisma.schema.Place;
import dev.schemagate.sql.Identifiers;

/** A foreign key as Prisma would create it; actions as SQL writes them, such as {@code SET NULL}. */
public record ExpectedForeignKey(
        String name,
        List<String> columns,
        String targetSchema,
        String targetTable,
        List<String> targetColumns,
        String onDelete,
        String onUpdate,
        Place place) {

    /** What follows ADD CONSTRAINT name. */
    public String definition() {
        return "FOREIGN KEY (" + Identifiers.list(columns) + ") REFERENCES " + Identifiers.quote(targetSchema) + "."
                + Identifiers.quote(targetTable) + "(" + Identifiers.list(targetColumns) + ") ON DELETE " + onDelete
                + " ON UPDATE " + onUpdate;
    }
}
