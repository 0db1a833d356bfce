package dev.schemagate.prisma.schema;

/** {@code name = value} of a datasource or generator. */
record Setting(String name, Value value, Place place) {}
