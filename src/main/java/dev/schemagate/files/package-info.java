/** Mounted folders and files: what is in them, and whether it changed. */
@NullMarked
package dev.schemagate.files;

import org.jspecify.annotations.NullMarked;
