package dev.schemagate.migrate.alembic.python;

/**
 * A token of a logical line.
 *
 * @param start where it begins, in {@code char}s of the text
 * @param line of its first character, from 1
 */
record PythonToken(Type type, int start, int end, int line) {

    enum Type {
        NAME,
        NUMBER,
        STRING,
        OPERATOR
    }

    boolean is(String text, String expected) {
        return end - start == expected.length() && text.startsWith(expected, start) && type != Type.STRING;
    }

    boolean isName() {
        return type == Type.NAME;
    }

    String in(String text) {
        return text.substring(start, end);
    }
}
