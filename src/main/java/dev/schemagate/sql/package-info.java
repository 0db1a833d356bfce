/** What a SQL statement does: PostgreSQL's own grammar read into statements and their effects, without a database. */
@NullMarked
package dev.schemagate.sql;

import org.jspecify.annotations.NullMarked;
