/** Watches the database's log after the schema is ready: whether this pod's code finds what it needs there. */
@NullMarked
package dev.schemagate.watch;

import org.jspecify.annotations.NullMarked;
