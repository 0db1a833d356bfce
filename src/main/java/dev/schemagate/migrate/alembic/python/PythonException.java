package dev.schemagate.migrate.alembic.python;

import dev.schemagate.sql.SourceRange;

/** A text that no Python would take, or that is beyond what is read here; its message says why, without the place. */
public final class PythonException extends Exception {

    private final transient SourceRange place;

    PythonException(SourceRange place, String message) {
        super(message);
        this.place = place;
    }

    public SourceRange place() {
        return place;
    }
}
