package dev.schemagate.sql;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A file's bytes as text, decoded strictly.
 *
 * @param text up to the first error; without a byte order mark
 * @param error null where all bytes belong to the encoding
 * @param guess the encoding that the file probably has
 */
public record TextFile(String text, @Nullable SqlError error, String guess) {

    private static final String ANSI = "windows-1252";
    private static final String UTF_16 = "UTF-16";

    /** As UTF-8. */
    public static TextFile decode(byte[] bytes) {
        return decode(bytes, StandardCharsets.UTF_8);
    }

    public static TextFile decode(byte[] bytes, Charset encoding) {
        String wide = wide(bytes);
        if (encoding.equals(StandardCharsets.UTF_8) && !wide.isEmpty()) {
            SqlError error =
                    new SqlError(SqlError.Kind.NOT_UTF8, new SourceRange(0, 0, 1, 1), "the file is UTF-16, not UTF-8");
            return new TextFile("", error, wide);
        }
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil((bytes.length + 1) * (double) decoder.maxCharsPerByte()));
        CoderResult result = decoder.decode(in, out, true);
        String decoded = out.flip().toString();
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        SqlError error = null;
        if (result.isError()) {
            SourceRange at = new LineIndex(text).range(text.length(), text.length());
            String message = "byte 0x%02X is not %s".formatted(bytes[in.position()], encoding.name());
            error = new SqlError(SqlError.Kind.NOT_UTF8, at, message);
        }
        return new TextFile(text, error, ANSI);
    }

    /** Two bytes a character, told by the byte order mark or by the zeros of a first ASCII letter; else empty. */
    private static String wide(byte[] bytes) {
        if (bytes.length < 2) {
            return "";
        }
        int first = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        if (first == 0xFEFF || first == 0xFFFE) {
            return UTF_16;
        }
        return bytes[0] != 0 && bytes[1] == 0 ? UTF_16 + "LE" : bytes[0] == 0 && bytes[1] != 0 ? UTF_16 + "BE" : "";
    }
}
