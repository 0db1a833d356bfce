/** The program's entry. */
@NullMarked
package dev.schemagate;

import org.jspecify.annotations.NullMarked;
