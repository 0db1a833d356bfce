/** Which migration engines there are. A further one is a folder beside this one, and its lines here. */
@NullMarked
package dev.schemagate.migrate.engines;

import org.jspecify.annotations.NullMarked;
