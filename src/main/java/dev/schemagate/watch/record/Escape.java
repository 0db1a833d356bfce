package dev.schemagate.watch.record;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The escapes of {@code log_line_prefix} (PostgreSQL docs 20.8.3) and the shape that the server gives the value of each. A shape is
 * never narrower than what the server may write, so that the right reading of a line is always among those that fit.
 */
enum Escape {
    /** Cleaned by the server, which puts four characters for each byte that is no printable ASCII (PostgreSQL 16). */
    APPLICATION('a', "[^\\x00-\\x1f]*", 4 * 63, Session.Field.APPLICATION_NAME),
    USER('u', ".*", 63, Session.Field.USER),
    DATABASE('d', ".*", 63, Session.Field.DATABASE),
    HOST('h', Shapes.HOST, 256, Session.Field.ADDRESS),
    /** Only a socket has no port. */
    HOST_AND_PORT('r', "(?:\\[local\\]|[\\p{Alnum}.:%_?-]+\\((?:\\d{1,5}|\\?{3})\\))?", 263, Session.Field.ADDRESS),
    PID('p', "\\d+", 10, Session.Field.PID),
    STATE('e', "[0-9A-Z]{5}", 5, null),
    MILLIS('m', Shapes.SECONDS + "\\.\\d{3}" + Shapes.ZONE, 55, null),
    SECONDS('t', Shapes.SECONDS + Shapes.ZONE, 51, null),
    /** Until 2286. */
    EPOCH('n', "\\d{10}\\.\\d{3}", 14, null),
    SESSION_START('s', Shapes.SECONDS + Shapes.ZONE, 51, null),
    /** When the process started and its id; until 2106. */
    SESSION_ID('c', "[0-9a-f]{8}\\.[0-9a-f]{1,8}", 17, null),
    LINE('l', "\\d+", 20, null),
    LEADER('P', "\\d*", 10, null),
    TAG('i', "[^\\x00-\\x1f]*", 128, null),
    BACKEND('b', "[^\\x00-\\x1f]*", 96, null),
    VIRTUAL_TRANSACTION('v', "(?:-?\\d+/\\d+)?", 22, null),
    TRANSACTION('x', "\\d+", 20, null),
    QUERY('Q', "-?\\d+", 20, null),
    /** PostgreSQL 18; earlier ones print nothing. */
    LOCAL_ADDRESS('L', Shapes.HOST, 256, null);

    /** Constants of an enumeration cannot use its own. */
    private static final class Shapes {
        static final String HOST = "(?:\\[local\\]|\\[none\\]|[\\p{Alnum}.:%_?-]*)";
        static final String SECONDS = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
        static final String ZONE = " [A-Za-z0-9+-]{1,31}";
    }

    final char letter;
    final int longest;
    final Session.@Nullable Field field;
    private final Pattern shape;

    Escape(char letter, String shape, int longest, Session.@Nullable Field field) {
        this.letter = letter;
        this.shape = Pattern.compile(shape, Pattern.DOTALL);
        this.longest = longest;
        this.field = field;
    }

    /** The escape of that letter; empty where the server puts nothing for it. */
    static Optional<Escape> of(char letter) {
        return Arrays.stream(values()).filter(e -> e.letter == letter).findFirst();
    }

    /** Whether {@code value} may be one of this escape. */
    boolean fits(String value) {
        return value.length() <= longest && shape.matcher(value).matches();
    }

    /** What {@code value} says: the server writes a word for a name that there is none of. */
    String meaning(String value) {
        if (this == HOST_AND_PORT) {
            return value.replaceFirst("\\(.*", "");
        }
        return field != null && value.equals("[unknown]") ? "" : value;
    }
}
