/** Who stands in the way of a statement, and how it is said. */
@NullMarked
package dev.schemagate.locks;

import org.jspecify.annotations.NullMarked;
