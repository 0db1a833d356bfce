/** A process of ours that works on the database: what it is told, what it says, and its end, together with its sessions'. */
@NullMarked
package dev.schemagate.migrate.alembic.child;

import org.jspecify.annotations.NullMarked;
