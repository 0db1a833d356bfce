/** Reads Python source without running it: lines, literals, assignments of a module and calls. Everything else stays text. */
@NullMarked
package dev.schemagate.migrate.alembic.python;

import org.jspecify.annotations.NullMarked;
