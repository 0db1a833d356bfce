/** What statements ask of the catalog, and what of it is there already. */
@NullMarked
package dev.schemagate.plan;

import org.jspecify.annotations.NullMarked;
