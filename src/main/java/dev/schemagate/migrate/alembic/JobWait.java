package dev.schemagate.migrate.alembic;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.migrate.MigrationException;

/** Since when, over all passes, the gate has been waiting for another job. */
final class JobWait {

    private final Clock clock = Clock.systemUTC();
    private @Nullable Instant since;

    /** @return {@code state}, where it is at the head */
    synchronized AlembicState until(AlembicState state) {
        if (state.isAtHead()) {
            since = null;
            return state;
        }
        if (since == null) {
            since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }
        throw new MigrationException(
                ErrorCode.MG035,
                Retry.TRANSIENT,
                "waiting since " + since + " for another job to run Alembic: " + state.describe(),
                null,
                null);
    }
}
