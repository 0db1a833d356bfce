package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Optional;

/** What has a name, and may have attributes. */
public sealed interface Attributed permits Field, Model, EnumType, EnumType.Label {

    String name();

    List<Attribute> attributes();

    Place place();

    default Optional<Attribute> attribute(String name) {
        return attributes().stream().filter(a -> a.name().equals(name)).findFirst();
    }

    default boolean has(String attribute) {
        return attribute(attribute).isPresent();
    }

    /** Its name in the database. */
    default String databaseName() {
        return attribute("map")
                .flatMap(map -> map.argument("name"))
                .flatMap(Attribute::text)
                .orElse(name());
    }

    /** The database schema that it names. */
    default Optional<String> schema() {
        return attribute("schema").flatMap(s -> s.argument("map")).flatMap(Attribute::text);
    }
}
