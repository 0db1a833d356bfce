package dev.schemagate.lint;

import java.io.IOException;

/** A path that cannot be read, or that holds nothing to check. */
public final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }
}
