package dev.schemagate.prisma.schema;

/**
 * A word of a line.
 *
 * @param text as it is written; of a string what it stands for
 */
record SchemaToken(Kind kind, String text, Place place) {

    enum Kind {
        NAME,
        TEXT,
        NUMBER,
        MARK,
        /** After the last word of a line. */
        END
    }

    boolean is(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }
}
