/** Connections, locks, retries and what PostgreSQL's error states mean: the only place that knows JDBC details shared by others. */
@NullMarked
package dev.schemagate.db;

import org.jspecify.annotations.NullMarked;
