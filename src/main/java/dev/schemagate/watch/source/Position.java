package dev.schemagate.watch.source;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * How far a file has been read.
 *
 * @param offset where the first record begins that has not been read, in bytes
 * @param head what {@link #head(byte[])} says of the file's first bytes, which tell it from another file of the same name
 * @param modified when the file was last written to, as far as we saw
 * @param inode what the file system knows the file by; empty where we do not see it
 */
public record Position(String file, long offset, String head, Instant modified, String inode) {

    /**
     * As many bytes as tell files apart: a line begins with its time, and only behind names and address follows which line of its
     * session it is. Two files can begin within one millisecond.
     */
    static final int HEAD = 384;

    /** Of these bytes the first are kept as they are, of each further such piece its checksum. */
    private static final int PIECE = 64;

    /** A time, and something of what follows, but no whole error. */
    private static final int ENOUGH = 32;

    private static final Pattern LINE = Pattern.compile("-?(?:\\d{1,18}|[1-8]\\d{18}) -?\\d{1,18} \\S* \\S* .*");

    Position(String file, long offset, String head, Instant modified) {
        this(file, offset, head, modified, "");
    }

    /** Several as a text to keep, a line each. */
    public static String text(List<Position> positions) {
        return positions.stream()
                .map(p -> p.offset + " " + p.modified.toEpochMilli() + " " + p.head + " " + p.inode + " " + p.file)
                .collect(Collectors.joining("\n"));
    }

    /** What {@link #text} wrote; a line that is none, as another version may write it, is left out. */
    public static List<Position> parse(String text) {
        return Arrays.stream(text.split("\n"))
                .filter(line -> LINE.matcher(line).matches())
                .map(line -> line.split(" ", 5))
                .map(parts -> new Position(
                        parts[4],
                        Long.parseLong(parts[0]),
                        parts[2],
                        Instant.ofEpochMilli(Long.parseLong(parts[1])),
                        parts[3]))
                .toList();
    }

    /** A text that only grows at its end while the file does, so that what an earlier look saw is how a later one begins. */
    static String head(byte[] bytes) {
        int length = Math.min(HEAD, bytes.length);
        StringBuilder head = new StringBuilder(HexFormat.of().formatHex(bytes, 0, Math.min(PIECE, length)));
        for (int at = PIECE; at + PIECE <= length; at += PIECE) {
            CRC32C sum = new CRC32C();
            sum.update(bytes, at, PIECE);
            head.append(HexFormat.of().toHexDigits((int) sum.getValue()));
        }
        return head.toString();
    }

    /** The same file under another name. */
    Position named(String name) {
        return new Position(name, offset, head, modified, inode);
    }

    /** Whether {@code other} may be the beginning of the same file, which may have been shorter then. */
    boolean mayBe(String other) {
        return other.startsWith(head);
    }

    /** Whether {@code other} is the beginning of this very file, whatever its name. */
    boolean isSurely(String other) {
        return tells(head) && other.startsWith(head);
    }

    /** Whether a file that begins so can be told from others; one that is as short as this holds no error either. */
    static boolean tells(String head) {
        return head.length() >= 2 * ENOUGH;
    }
}
