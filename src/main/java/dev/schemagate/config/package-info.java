/** What can be configured: one mapping, its checks, and the nearest right name for a wrong one. */
@NullMarked
package dev.schemagate.config;

import org.jspecify.annotations.NullMarked;
