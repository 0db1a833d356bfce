package dev.schemagate.prisma;

import org.jspecify.annotations.Nullable;

import dev.schemagate.desired.DesiredColumn;
import dev.schemagate.prisma.schema.Place;

/**
 * A column as Prisma would create it.
 *
 * @param type as Prisma writes it, such as {@code TIMESTAMP(3)} or {@code "public"."color"}
 * @param value its default as SQL; null for none
 * @param literal the same default without a cast, which no hotfix may make to a type that is not built in; null where {@code value}
 *     has none to such a type
 * @param serial whether a sequence feeds it
 * @param anyDefault whether Prisma leaves the default to the database
 * @param clientSide what the client fills in, such as {@code uuid()}; empty for nothing
 * @param list whether it holds an array, of which Prisma never asks NOT NULL
 */
public record ExpectedColumn(
        String name,
        String type,
        boolean notNull,
        @Nullable String value,
        @Nullable String literal,
        boolean serial,
        boolean anyDefault,
        String clientSide,
        boolean list,
        Place place) {

    /** The column of a table. */
    public DesiredColumn in(String schema, String table) {
        return DesiredColumn.plain(schema, table, name, serial ? serialType() : type, notNull, value);
    }

    /** The column of a table, as a hotfix may add it. */
    public DesiredColumn patch(String schema, String table) {
        return DesiredColumn.plain(schema, table, name, type, notNull, literal == null ? value : literal);
    }

    private String serialType() {
        return switch (type) {
            case "SMALLINT" -> "SMALLSERIAL";
            case "BIGINT" -> "BIGSERIAL";
            default -> "SERIAL";
        };
    }
}
