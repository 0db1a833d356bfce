package dev.schemagate.prisma.schema;

/**
 * Where something is written.
 *
 * @param line from 1
 * @param column from 1, in {@code char}s
 * @param source the whole line
 */
public record Place(String file, int line, int column, int length, String source) {

    /** {@code file:line:column}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }

    public SchemaException refuse(String why) {
        return new SchemaException(this, why);
    }
}
