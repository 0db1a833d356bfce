/** Pictures of the catalog and what differs between two of them. */
@NullMarked
package dev.schemagate.catalog;

import org.jspecify.annotations.NullMarked;
