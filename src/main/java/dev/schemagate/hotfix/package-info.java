/** Hotfix files: load, replay, record. */
@NullMarked
package dev.schemagate.hotfix;

import org.jspecify.annotations.NullMarked;
