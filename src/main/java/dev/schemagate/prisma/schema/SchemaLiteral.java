package dev.schemagate.prisma.schema;

/** Strings and numbers. */
final class SchemaLiteral {

    interface Places {
        Place of(String line, int from, int length);
    }

    private SchemaLiteral() {}

    /** The string that begins at {@code from}, with what it stands for as its text. */
    static SchemaToken text(String line, int from, Places places) {
        StringBuilder text = new StringBuilder();
        int i = from + 1;
        while (i < line.length() && line.charAt(i) != '"') {
            char c = line.charAt(i);
            if (c != '\\') {
                text.append(c);
                i++;
                continue;
            }
            int length = i + 1 < line.length() && line.charAt(i + 1) == 'u' ? 6 : 2;
            String escape = line.substring(i, Math.min(i + length, line.length()));
            text.append(escaped(escape, places.of(line, i, escape.length())));
            i += length;
        }
        if (i >= line.length()) {
            throw places.of(line, from, line.length() - from).refuse("the string has no end on its line");
        }
        return new SchemaToken(SchemaToken.Kind.TEXT, text.toString(), places.of(line, from, i + 1 - from));
    }

    private static char escaped(String escape, Place place) {
        if (escape.matches("\\\\u[0-9a-fA-F]{4}")) {
            return (char) Integer.parseInt(escape.substring(2), 16);
        }
        return switch (escape) {
            case "\\\"" -> '"';
            case "\\\\" -> '\\';
            case "\\/" -> '/';
            case "\\n" -> '\n';
            case "\\r" -> '\r';
            case "\\t" -> '\t';
            case "\\b" -> '\b';
            case "\\f" -> '\f';
            default -> throw place.refuse("unknown escape sequence " + escape + "; write \\\\ for a backslash");
        };
    }

    static int numberEnd(String line, int from) {
        int to = digits(line, line.charAt(from) == '-' ? from + 1 : from);
        return to + 1 < line.length() && line.charAt(to) == '.' && SchemaLines.isDigit(line.charAt(to + 1))
                ? digits(line, to + 1)
                : to;
    }

    private static int digits(String line, int from) {
        int to = from;
        while (to < line.length() && SchemaLines.isDigit(line.charAt(to))) {
            to++;
        }
        return to;
    }
}
