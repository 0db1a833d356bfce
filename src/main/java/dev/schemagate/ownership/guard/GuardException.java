package dev.schemagate.ownership.guard;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** The guard cannot be installed, removed or opened. */
public final class GuardException extends GateException {

    GuardException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code, Retry.PERMANENT, message, cause);
    }
}
