/** The step between our migrations and the hotfixes: the other engine comes to rest first. */
@NullMarked
package dev.schemagate.prisma.await;

import org.jspecify.annotations.NullMarked;
