/** The verbs: parse the command line, call the use case, print, answer with an exit code. */
@NullMarked
package dev.schemagate.cli;

import org.jspecify.annotations.NullMarked;
