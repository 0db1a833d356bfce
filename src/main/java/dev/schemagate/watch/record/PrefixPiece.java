package dev.schemagate.watch.record;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** A part of {@code log_line_prefix}. */
sealed interface PrefixPiece {

    /** What stands in every line. */
    record Text(String text) implements PrefixPiece {}

    /** @param width to which the server pads the value, to the right where it is positive */
    record Value(Escape escape, int width) implements PrefixPiece {

        /** What was padded to {@code text}; null where the server would have put more blanks. It counts them in bytes. */
        @Nullable
        String unpadded(String text) {
            int least = Math.abs(width);
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            boolean untold = escape == Escape.LOCAL_ADDRESS && text.isEmpty();
            if (least == 0 || untold || bytes > least && text.indexOf('\uFFFD') < 0) {
                return text;
            }
            return bytes < least ? null : width > 0 ? text.stripLeading() : text.stripTrailing();
        }

        /** In how many characters of a line it may stand. */
        int longest() {
            return Math.max(escape.longest, Math.abs(width));
        }
    }
}
