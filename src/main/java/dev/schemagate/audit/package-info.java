/** Looks at what a ready database should not contain, and reports it. */
@NullMarked
package dev.schemagate.audit;

import org.jspecify.annotations.NullMarked;
