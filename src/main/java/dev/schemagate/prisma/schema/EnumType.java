package dev.schemagate.prisma.schema;

import java.util.List;

/** An enum. */
public record EnumType(String name, List<Label> labels, List<Attribute> attributes, Place place) implements Attributed {

    /** One of its values. */
    public record Label(String name, List<Attribute> attributes, Place place) implements Attributed {}
}
