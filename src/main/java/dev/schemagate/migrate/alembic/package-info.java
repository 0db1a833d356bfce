/** Alembic: its revision files, read without Python, and its command, run under the gate's limits. */
@NullMarked
package dev.schemagate.migrate.alembic;

import org.jspecify.annotations.NullMarked;
