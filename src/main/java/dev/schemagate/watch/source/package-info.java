/** Where log bytes come from: the server's log directory over SQL, and mounted files; with rotation, truncation and reused names. */
@NullMarked
package dev.schemagate.watch.source;

import org.jspecify.annotations.NullMarked;
