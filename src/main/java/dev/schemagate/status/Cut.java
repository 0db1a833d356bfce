package dev.schemagate.status;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of a text, as long as a page has room for, without characters that move a cursor, hide, or turn the direction of what
 * follows.
 */
final class Cut {

    private static final int NAME = 100;
    private static final int SENTENCE = 240;
    private static final int VERDICT = 600;
    private static final int SQL = 2_000;

    /** Control characters, those of no width, and those that turn the direction of what follows. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private Cut() {}

    static String name(String text) {
        return text(text, NAME, " ");
    }

    static String sentence(String text) {
        return text(text, SENTENCE, " ");
    }

    /** Of what to do. */
    static String sentences(String text) {
        return text(text, 2 * SENTENCE, " ");
    }

    /** Its further lines are indented, so that none passes for one of the page's own. */
    static String verdict(String text) {
        return text(text, VERDICT, "\n    ");
    }

    /** What somebody copies is whole, and what it seems to be; else it is not there. */
    static @Nullable String whole(@Nullable String sql) {
        return sql == null
                        || sql.length() > SQL
                        || UNPRINTABLE.matcher(sql.replace('\n', ' ')).find()
                ? null
                : sql;
    }

    /** @param newline what stands in its place */
    private static String text(String text, int most, String newline) {
        String some = text.length() <= most
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most) + "…";
        return some.lines()
                .map(line -> UNPRINTABLE.matcher(line).replaceAll(" "))
                .collect(Collectors.joining(newline));
    }
}
