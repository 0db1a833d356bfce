package dev.schemagate.migrate.alembic.python;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.sql.SourceRange;
import dev.schemagate.sql.TextFile;

/** The bytes of a source file as text, by its byte order mark or its coding line (PEP 263), with {@code \n} at every line's end. */
public final class PythonText {

    /** Revision files that carry seed data are large, and none is as large as this. */
    public static final int MAX_BYTES = 16 << 20;

    private static final Pattern CODING = Pattern.compile("^[ \\t\\f]*#.*?coding[:=][ \\t]*([-_.a-zA-Z0-9]+)");
    private static final Pattern BLANK = Pattern.compile("[ \\t\\f]*(?:#.*)?");

    private static final Map<String, Charset> ENCODINGS = Map.ofEntries(
            Map.entry("utf-8", StandardCharsets.UTF_8),
            Map.entry("utf8", StandardCharsets.UTF_8),
            Map.entry("utf-8-sig", StandardCharsets.UTF_8),
            Map.entry("u8", StandardCharsets.UTF_8),
            Map.entry("ascii", StandardCharsets.US_ASCII),
            Map.entry("us-ascii", StandardCharsets.US_ASCII),
            Map.entry("latin-1", StandardCharsets.ISO_8859_1),
            Map.entry("latin1", StandardCharsets.ISO_8859_1),
            Map.entry("l1", StandardCharsets.ISO_8859_1),
            Map.entry("iso-8859-1", StandardCharsets.ISO_8859_1),
            Map.entry("iso8859-1", StandardCharsets.ISO_8859_1));

    private PythonText() {}

    /** @throws PythonException where the bytes are not in their encoding, or it is none of UTF-8, ASCII and Latin-1 */
    public static String decode(byte[] bytes) throws PythonException {
        if (bytes.length > MAX_BYTES) {
            throw new PythonException(start(1, 0), "the file is larger than " + (MAX_BYTES >> 20) + " MB");
        }
        TextFile file = TextFile.decode(bytes, encoding(bytes));
        String text = normal(file.text());
        if (file.error() != null) {
            throw new PythonException(
                    Places.of(text, text.length(), text.length()), file.error().message());
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new PythonException(Places.of(text, nul, nul + 1), "a NUL character, which Python refuses");
        }
        return text;
    }

    /** As much of it as can be shown to a person: that of {@link #decode}, up to the first byte that is none of its encoding. */
    public static String readable(byte[] bytes) {
        Charset encoding = StandardCharsets.UTF_8;
        try {
            encoding = encoding(bytes);
        } catch (PythonException e) {
            // Its places are told in the text that UTF-8 makes of it.
        }
        return normal(TextFile.decode(bytes, encoding).text());
    }

    private static String normal(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static Charset encoding(byte[] bytes) throws PythonException {
        boolean marked =
                bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        String head = marked ? "" : firstTwoLines(bytes);
        if (head.contains("coding")) {
            String[] lines = head.split("\r\n|\r|\n", 3);
            for (int i = 0; i < Math.min(2, lines.length); i++) {
                Matcher coding = CODING.matcher(lines[i]);
                if (coding.find()) {
                    return named(coding.group(1), i + 1, i == 0 ? 0 : lines[0].length() + 1);
                }
                if (!BLANK.matcher(lines[i]).matches()) {
                    break;
                }
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static String firstTwoLines(byte[] bytes) {
        int end = 0;
        for (int lines = 0; lines < 2 && end < Math.min(bytes.length, 1024); end++) {
            lines += bytes[end] == '\n' ? 1 : 0;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static Charset named(String name, int line, int offset) throws PythonException {
        Charset known = ENCODINGS.get(name.toLowerCase(Locale.ROOT).replace('_', '-'));
        if (known == null) {
            throw new PythonException(
                    start(line, 0),
                    "the coding line says " + name + ", and only utf-8, ascii and latin-1 are read here");
        }
        return known;
    }

    private static SourceRange start(int line, int offset) {
        return new SourceRange(offset, 0, line, 1);
    }
}
