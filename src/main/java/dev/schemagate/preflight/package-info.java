/** What must hold before anything is applied: the right server, the right roles, no pooler, our own bookkeeping. */
@NullMarked
package dev.schemagate.preflight;

import org.jspecify.annotations.NullMarked;
