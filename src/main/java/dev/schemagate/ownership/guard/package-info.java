/** What a superuser sets up for the gate: the guard against removals, and the least privilege to read a log. */
@NullMarked
package dev.schemagate.ownership.guard;

import org.jspecify.annotations.NullMarked;
