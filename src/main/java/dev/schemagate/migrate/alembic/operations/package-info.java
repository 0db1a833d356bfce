/** The calls of Alembic's operations in a revision, as the SQL that Alembic emits for PostgreSQL where all in them is literal. */
@NullMarked
package dev.schemagate.migrate.alembic.operations;

import org.jspecify.annotations.NullMarked;
