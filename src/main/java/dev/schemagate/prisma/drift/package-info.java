/** Where the foreign schema differs from what Prisma's schema asks, and the hotfix for what may be patched. */
@NullMarked
package dev.schemagate.prisma.drift;

import org.jspecify.annotations.NullMarked;
