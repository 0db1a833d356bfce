package dev.schemagate.error;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a person or a retry can act on. Its message is one sentence that says what, where and what to do, and
 * holds no credential and no row value.
 *
 * <p>One subclass a cause; each carries its data and builds the text once.
 */
public abstract class GateException extends RuntimeException {

    private final ErrorCode code;
    private final Retry retry;

    protected GateException(ErrorCode code, Retry retry, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retry = retry;
    }

    public ErrorCode code() {
        return code;
    }

    public Retry retry() {
        return retry;
    }

    /** The message behind its code, as it is logged and shown: {@code [DB001] cannot connect to …}. */
    public String describe() {
        return "[" + code + "] " + getMessage();
    }
}
