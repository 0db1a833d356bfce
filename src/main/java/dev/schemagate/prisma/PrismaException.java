package dev.schemagate.prisma;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** Prisma is at work, or left something behind that a person has to decide on. */
public final class PrismaException extends GateException {

    public PrismaException(ErrorCode code, Retry retry, String message) {
        super(code, retry, message, null);
    }
}
