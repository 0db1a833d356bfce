/** The rules of the policy, one file each, registered in {@link dev.schemagate.policy.rules.Rules}. */
@NullMarked
package dev.schemagate.policy.rules;

import org.jspecify.annotations.NullMarked;
