/** The ordered steps between process start and readiness, their results, and when to try again. */
@NullMarked
package dev.schemagate.sequence;

import org.jspecify.annotations.NullMarked;
