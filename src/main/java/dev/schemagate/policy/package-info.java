/** What may be run against a schema that old code still uses: rules, their judgement of statements, and findings. */
@NullMarked
package dev.schemagate.policy;

import org.jspecify.annotations.NullMarked;
