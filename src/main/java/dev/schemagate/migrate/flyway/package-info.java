/** Flyway: what it makes of files, which needs no database, so that lint can ask too; and its commands, within the gate's limits. */
@NullMarked
package dev.schemagate.migrate.flyway;

import org.jspecify.annotations.NullMarked;
