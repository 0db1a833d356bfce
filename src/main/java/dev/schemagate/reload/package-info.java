/** Tells PostgREST that the catalog changed. */
@NullMarked
package dev.schemagate.reload;

import org.jspecify.annotations.NullMarked;
