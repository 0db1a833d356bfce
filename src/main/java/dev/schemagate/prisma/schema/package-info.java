/** Prisma's schema language: text to models, and what is wrong with it by file, line and column. Knows no database. */
@NullMarked
package dev.schemagate.prisma.schema;

import org.jspecify.annotations.NullMarked;
