package dev.schemagate.prisma;

import java.util.List;
import java.util.Optional;

import dev.schemagate.desired.DesiredForeignKey;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.prisma.schema.Place;

/**
 * A table as Prisma would create it.
 *
 * @param primaryKey its name; empty where there is none
 * @param keyColumns of the primary key
 * @param implicit whether it is the table of a many-to-many relation, which no model declares
 */
public record ExpectedTable(
        String schema,
        String name,
        List<ExpectedColumn> columns,
        String primaryKey,
        List<String> keyColumns,
        List<Expected<DesiredIndex>> indexes,
        List<Expected<DesiredForeignKey>> foreignKeys,
        boolean implicit,
        Place place) {

    public Optional<ExpectedColumn> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
