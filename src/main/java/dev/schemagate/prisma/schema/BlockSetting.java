package dev.schemagate.prisma.schema;

/** {@code name = value} of a datasource or generator. */
record BlockSetting(String name, Value value, Place place) {}
