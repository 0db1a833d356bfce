/** What statements would find and do, from the desired objects that they ask for. */
@NullMarked
package dev.schemagate.plan;

import org.jspecify.annotations.NullMarked;
