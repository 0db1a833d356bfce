/** The whole story on one machine: a PostgreSQL with LiteLLM's drift, the gate, and a timeline of what it does. */
@NullMarked
package dev.schemagate.demo;

import org.jspecify.annotations.NullMarked;
