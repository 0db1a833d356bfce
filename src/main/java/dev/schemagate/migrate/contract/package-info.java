/** Removals that files declare: what each waits for before it runs, and the proof that nobody is refused what goes. */
@NullMarked
package dev.schemagate.migrate.contract;

import org.jspecify.annotations.NullMarked;
