/** A log that one gate reads for all of its database: who reads it, what it writes into the bookkeeping, and what the others make of that. */
@NullMarked
package dev.schemagate.watch.shared;

import org.jspecify.annotations.NullMarked;
