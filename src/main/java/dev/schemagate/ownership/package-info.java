/** Which engine owns what, and what stands in a schema that none owns. */
@NullMarked
package dev.schemagate.ownership;

import org.jspecify.annotations.NullMarked;
