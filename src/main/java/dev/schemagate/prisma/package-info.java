/** Prisma's side of the database: what its schema asks of the catalog, its migrations and its ledger. Writes none of them. */
@NullMarked
package dev.schemagate.prisma;

import org.jspecify.annotations.NullMarked;
