package dev.schemagate.sequence;

import org.jboss.logging.Logger;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** A failure that nobody thought of. Like any other that needs a person it is reported, and tried again later. */
public final class UnexpectedException extends GateException {

    private static final Logger LOG = Logger.getLogger(UnexpectedException.class);

    private UnexpectedException(String message, Throwable cause) {
        super(ErrorCode.SQ003, Retry.PERMANENT, message, cause);
    }

    /** {@code failure} itself where it is one of ours; else it is logged with its stack trace and wrapped. */
    static GateException known(String where, Throwable failure) {
        if (failure instanceof GateException ours) {
            return ours;
        }
        UnexpectedException unexpected = new UnexpectedException(where + " failed unexpectedly: " + failure, failure);
        LOG.errorf(failure, "unexpected failure code=%s in=\"%s\"", unexpected.code(), where);
        return unexpected;
    }
}
