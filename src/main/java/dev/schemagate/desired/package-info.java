/** What must be in the catalog, one class a kind of object: what it asks, how it compares, what it may change, its DDL. */
@NullMarked
package dev.schemagate.desired;

import org.jspecify.annotations.NullMarked;
