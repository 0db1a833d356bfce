/** Brings the owned schema to head by an engine, of which this package knows no particular one. */
@NullMarked
package dev.schemagate.migrate;

import org.jspecify.annotations.NullMarked;
