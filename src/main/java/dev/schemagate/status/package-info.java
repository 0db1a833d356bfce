/** The JSON a person looks at. */
@NullMarked
package dev.schemagate.status;

import org.jspecify.annotations.NullMarked;
