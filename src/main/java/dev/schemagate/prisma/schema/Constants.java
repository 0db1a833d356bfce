package dev.schemagate.prisma.schema;

import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** Whether a constant is one of a scalar type. */
final class Constants {

    private static final JsonFactory JSON = new JsonFactory();

    private Constants() {}

    static boolean fits(Value value, ScalarType type) {
        String number = value instanceof Value.Number n ? n.text() : "";
        String text = value instanceof Value.Text t ? t.text() : null;
        return switch (type) {
            case STRING -> text != null;
            case BOOLEAN ->
                value instanceof Value.Name name
                        && (name.text().equals("true") || name.text().equals("false"));
            case INT, BIG_INT -> isWhole(number);
            case FLOAT -> !number.isEmpty();
            case DECIMAL -> !number.isEmpty() || text != null && text.matches("-?\\d+(\\.\\d+)?");
            case DATE_TIME -> text != null && isTime(text);
            case JSON -> text != null && isJson(text);
            case BYTES -> text != null && isBase64(text);
        };
    }

    /** Prisma takes for an Int whatever fits into 64 bits. */
    private static boolean isWhole(String number) {
        return number.matches("-?\\d{1,20}") && new BigInteger(number).bitLength() < Long.SIZE;
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            parser.skipChildren();
            return first != null && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
