package dev.schemagate.sequence;

import java.time.Duration;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** The sequence ended without a ready schema. Its message carries the failure of the step that stood in the way. */
public final class SequenceException extends GateException {

    private SequenceException(ErrorCode code, String message, Throwable cause) {
        super(code, Retry.PERMANENT, message, cause);
    }

    static SequenceException failed(GateException failure) {
        return new SequenceException(failure.code(), failure.getMessage(), failure);
    }

    static SequenceException deadline(Duration deadline, GateException failure) {
        return new SequenceException(
                ErrorCode.SQ001,
                "not ready after " + deadline.toSeconds() + " s (gate.sequence.deadline): " + failure.describe(),
                failure);
    }
}
