package dev.schemagate.migrate.contract;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** A declared removal cannot be made yet; names who still uses what it removes. */
public final class ContractException extends GateException {

    ContractException(ErrorCode code, Retry retry, String message) {
        super(code, retry, message, null);
    }
}
