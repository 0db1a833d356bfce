package dev.schemagate.prisma.drift;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Defaults whose texts alone show that they are the same; of others the planner has the server compare the meaning. */
final class Defaults {

    /** Plain, or as the server prints a negative one: {@code '-5'::integer}. */
    private static final Pattern NUMBER =
            Pattern.compile("'?(-?\\d{1,99}(?:\\.\\d{1,99})?)'?(?:::[a-z ]+(?:\\([0-9,]+\\))?)?");

    private Defaults() {}

    static boolean sameText(String written, String printed) {
        if (sameNumber(written, printed)) {
            return true;
        }
        boolean quoted = written.indexOf('\'') >= 0;
        return quoted
                ? written.equals(printed) || written.endsWith("'") && printed.startsWith(written + "::")
                : written.toLowerCase(Locale.ROOT).equals(printed.toLowerCase(Locale.ROOT));
    }

    private static boolean sameNumber(String written, String printed) {
        Matcher a = NUMBER.matcher(written);
        Matcher b = NUMBER.matcher(printed);
        return a.matches() && b.matches() && new BigDecimal(a.group(1)).compareTo(new BigDecimal(b.group(1))) == 0;
    }

    static boolean isSequence(String printed) {
        return printed.startsWith("nextval(");
    }
}
