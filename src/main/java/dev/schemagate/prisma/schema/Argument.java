package dev.schemagate.prisma.schema;

/** One argument; {@code name} is empty for one without a name. */
public record Argument(String name, Value value, Place place) {}
