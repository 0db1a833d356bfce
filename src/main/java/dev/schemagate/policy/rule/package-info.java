/** What a rule is: what it looks at, whom it judges, and what it says. */
@NullMarked
package dev.schemagate.policy.rule;

import org.jspecify.annotations.NullMarked;
