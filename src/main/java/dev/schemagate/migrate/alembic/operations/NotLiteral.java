package dev.schemagate.migrate.alembic.operations;

import dev.schemagate.sql.SourceRange;

/** Only Python knows what is there; the message says what, as the rest of "not judged: …". */
final class NotLiteral extends Exception {

    private final transient SourceRange place;

    NotLiteral(SourceRange place, String message) {
        super(message, null, false, false);
        this.place = place;
    }

    SourceRange place() {
        return place;
    }
}
