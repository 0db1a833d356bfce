package dev.schemagate.sql.grammar;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** The process has too little memory for the parser, whatever the text was. */
public final class ParserMemoryException extends GateException {

    public ParserMemoryException(OutOfMemoryError cause) {
        super(
                ErrorCode.CF003,
                Retry.PERMANENT,
                "no memory left to parse SQL: this process has a heap of at most "
                        + (Runtime.getRuntime().maxMemory() >> 20)
                        + " MB; " + ErrorCode.CF003.remedy(),
                cause);
    }
}
