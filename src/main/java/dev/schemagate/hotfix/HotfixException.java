package dev.schemagate.hotfix;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** A hotfix that cannot be replayed; names the file, and the line where there is one. */
public final class HotfixException extends GateException {

    HotfixException(ErrorCode code, Retry retry, String message, @Nullable Throwable cause) {
        super(code, retry, message, cause);
    }

    static HotfixException permanent(ErrorCode code, String message) {
        return new HotfixException(code, Retry.PERMANENT, message, null);
    }
}
