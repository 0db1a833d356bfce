/** The pods of an app, as they see one another through rows in the bookkeeping schema. */
@NullMarked
package dev.schemagate.pod;

import org.jspecify.annotations.NullMarked;
