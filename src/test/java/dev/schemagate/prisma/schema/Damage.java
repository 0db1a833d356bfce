package dev.schemagate.prisma.schema;

import dev.schemagate.testing.Dice;

/** Makes a file into one that nobody wrote on purpose. */
final class Damage {

    private static final String[] PIECES = {
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "@",
        "@@",
        "\"",
        "\\",
        ",",
        ":",
        "?",
        ".",
        "//",
        "/*",
        "*/",
        "\n",
        "\r\n",
        "\t",
        " ",
        "-",
        "_",
        "0",
        "model ",
        "enum ",
        "view ",
        "type ",
        "datasource ",
        "@id",
        "@default(",
        "@relation(",
        "@db.",
        "@@index([",
        "fields: [",
        "Unsupported(\"",
        "true",
        "\u0000",
        "\ud800",
        "😀",
        "ä",
        "@map(\"\")",
        "=",
        "Int",
        "String"
    };

    private Damage() {}

    static String of(String text, Dice dice) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = dice.upTo(4); i > 0; i--) {
            int at = dice.upTo(damaged.length() + 1) - 1;
            int to = Math.min(damaged.length(), at + dice.upTo(12));
            switch (dice.upTo(4)) {
                case 1 -> damaged.delete(at, to);
                case 2 -> damaged.insert(at, dice.of(PIECES));
                case 3 -> damaged.replace(at, to, dice.of(PIECES));
                default -> damaged.insert(at, damaged.substring(at, to));
            }
        }
        return damaged.toString();
    }
}
