/** Hosts libpg_query, PostgreSQL's grammar in WebAssembly: bytes of SQL in, a syntax tree in JSON out. */
@NullMarked
package dev.schemagate.sql.grammar;

import org.jspecify.annotations.NullMarked;
