/** Failures with a stable code: what happened, where, what to do, and whether trying again can help. */
@NullMarked
package dev.schemagate.error;

import org.jspecify.annotations.NullMarked;
