/** Reading logs through the Kubernetes API, with what the JDK has: no client library would be small enough for a sidecar. */
@NullMarked
package dev.schemagate.kubernetes;

import org.jspecify.annotations.NullMarked;
