package dev.schemagate.migrate;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** The owned schema cannot be brought to head; names the file and the cause. */
public final class MigrationException extends GateException {

    private final @Nullable Path file;

    public MigrationException(
            ErrorCode code, Retry retry, String message, @Nullable Path file, @Nullable Throwable cause) {
        super(code, retry, message, cause);
        this.file = file;
    }

    public static MigrationException permanent(ErrorCode code, String message) {
        return new MigrationException(code, Retry.PERMANENT, message, null, null);
    }

    /** The migration that was running, where one was. */
    public @Nullable Path file() {
        return file;
    }
}
