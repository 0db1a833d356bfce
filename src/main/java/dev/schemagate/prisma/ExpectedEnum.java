package dev.schemagate.prisma;

import java.util.List;

import dev.schemagate.prisma.schema.Place;

/** An enum type as Prisma would create it. */
public record ExpectedEnum(String schema, String name, List<String> labels, Place place) {}
