package dev.schemagate.migrate;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** The owned schema cannot be brought to head; names the file and the cause. */
public final class MigrationException extends GateException {

    MigrationException(ErrorCode code, Retry retry, String message, @Nullable Throwable cause) {
        super(code, retry, message, cause);
    }

    static MigrationException permanent(ErrorCode code, String message) {
        return new MigrationException(code, Retry.PERMANENT, message, null);
    }
}
