package dev.schemagate.prisma;

import dev.schemagate.desired.DesiredObject;
import dev.schemagate.prisma.schema.Place;

/** An object as Prisma would create it, and where the schema asks for it. */
public record Expected<T extends DesiredObject>(T object, Place place) {}
