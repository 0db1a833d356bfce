package dev.schemagate.kubernetes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/** The lines of an answer with {@code timestamps=true}. Holds one line at a time, of a long one only the beginning. */
final class LogLines {

    static final int LONGEST = 256 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[16 << 10];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int next;
    private int length;

    LogLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line that has ended; null at the end.
     *
     * @throws IOException where the connection is cut, and where the kubelet says in the log's place why there is none
     */
    @Nullable
    LogLine next() throws IOException {
        while (true) {
            if (next == length) {
                length = Math.max(0, in.read(buffer));
                next = 0;
                if (length == 0) {
                    return null;
                }
            }
            int end = next;
            while (end < length && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, next, Math.min(end - next, LONGEST - Math.min(LONGEST, line.size())));
            next = Math.min(end + 1, length);
            if (end < length) {
                byte[] whole = line.toByteArray();
                line.reset();
                return parse(whole);
            }
        }
    }

    /** What stands behind the last newline; null where nothing does. */
    @Nullable
    LogLine unfinished() throws IOException {
        return line.size() == 0 ? null : parse(line.toByteArray());
    }

    private static LogLine parse(byte[] bytes) throws IOException {
        int blank = 0;
        while (blank < bytes.length && bytes[blank] != ' ') {
            blank++;
        }
        try {
            String stamp = new String(bytes, 0, Math.min(blank, 40), StandardCharsets.US_ASCII);
            Instant time = OffsetDateTime.parse(stamp).toInstant();
            int begin = Math.min(blank + 1, bytes.length);
            return new LogLine(LogLine.nanos(time), java.util.Arrays.copyOfRange(bytes, begin, bytes.length));
        } catch (DateTimeException e) {
            String text = new String(bytes, 0, Math.min(bytes.length, 300), StandardCharsets.UTF_8);
            throw new IOException("the kubelet answers: " + text.strip(), e);
        }
    }
}
