/** Asking somebody else over HTTP. */
@NullMarked
package dev.schemagate.http;

import org.jspecify.annotations.NullMarked;
