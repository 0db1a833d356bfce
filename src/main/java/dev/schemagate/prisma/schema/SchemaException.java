package dev.schemagate.prisma.schema;

import java.nio.file.Path;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;
import dev.schemagate.error.Retry;

/** PR001: a Prisma schema cannot be read or is not valid. The message shows the line. */
public final class SchemaException extends GateException {

    private final int line;

    SchemaException(Place place, String why) {
        super(ErrorCode.PR001, Retry.PERMANENT, place + ": " + why + shown(place), null);
        this.line = place.line();
    }

    private SchemaException(Path path, String why) {
        super(ErrorCode.PR001, Retry.PERMANENT, path + ": " + why, null);
        this.line = 0;
    }

    static SchemaException unreadable(Path path, String why) {
        return new SchemaException(path, why);
    }

    /** From 1; 0 where it is about the whole file. */
    public int line() {
        return line;
    }

    private static String shown(Place place) {
        String margin = "  " + place.line() + " | ";
        String before = place.source().substring(0, place.column() - 1).replaceAll("[^\t]", " ");
        return "\n" + margin + place.source() + "\n" + " ".repeat(margin.length() - 2) + "| " + before
                + "^".repeat(Math.max(1, place.length()));
    }
}
