package dev.schemagate.prisma;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

import dev.schemagate.prisma.schema.ScalarType;

/** The texts of a schema as SQL literals, as Prisma writes them. */
final class Literals {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern(" xxx")
            .toFormatter(Locale.ROOT);

    private Literals() {}

    static String of(ScalarType type, String text) {
        return switch (type) {
            case BYTES ->
                text("\\x" + HexFormat.of().formatHex(Base64.getDecoder().decode(text)));
            case DATE_TIME -> text(TIME.format(OffsetDateTime.parse(text)));
            case DECIMAL -> text;
            default -> text(text);
        };
    }

    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
