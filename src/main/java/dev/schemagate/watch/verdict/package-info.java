/** What errors mean for this pod: whose they are, which count, and whether the gate stays open. No I/O. */
@NullMarked
package dev.schemagate.watch.verdict;

import org.jspecify.annotations.NullMarked;
