/** Alembic: where its revisions are, what they say of one another, and where a database stands among them, without Python. */
@NullMarked
package dev.schemagate.migrate.alembic.revisions;

import org.jspecify.annotations.NullMarked;
