/** Brings the owned schema to head. */
@NullMarked
package dev.schemagate.migrate;

import org.jspecify.annotations.NullMarked;
