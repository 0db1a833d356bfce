/** What a log says: the formats of PostgreSQL's logs and of apps, and the records they are read into. */
@NullMarked
package dev.schemagate.watch.record;

import org.jspecify.annotations.NullMarked;
