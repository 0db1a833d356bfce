/** Whether this pod may serve: the states, their transitions, and the health checks that show them. */
@NullMarked
package dev.schemagate.readiness;

import org.jspecify.annotations.NullMarked;
