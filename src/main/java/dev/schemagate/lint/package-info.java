/** {@code lint}: finds what there is to check, asks the policy, and reports. No database, no port. */
@NullMarked
package dev.schemagate.lint;

import org.jspecify.annotations.NullMarked;
