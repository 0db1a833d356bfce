/** What Flyway makes of files: their names, their settings and their placeholders. Needs no database, so that lint can ask too. */
@NullMarked
package dev.schemagate.migrate.flyway;

import org.jspecify.annotations.NullMarked;
