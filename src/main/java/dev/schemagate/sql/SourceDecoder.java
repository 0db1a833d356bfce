package dev.schemagate.sql;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Decodes a file's bytes strictly.
 *
 * @param text up to the first error; without a byte order mark
 * @param error null where all bytes are UTF-8
 */
record SourceDecoder(String text, @Nullable SqlError error) {

    static SourceDecoder decode(byte[] utf8) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(utf8);
        CharBuffer out = CharBuffer.allocate(utf8.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String decoded = out.flip().toString();
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        if (!result.isError()) {
            return new SourceDecoder(text, null);
        }
        String message = isUtf16(utf8)
                ? "the file is UTF-16, not UTF-8"
                : "byte 0x%02X is not UTF-8".formatted(utf8[in.position()]);
        SourceRange at = new LineIndex(text).range(text.length(), text.length());
        return new SourceDecoder(text, new SqlError(SqlError.Kind.NOT_UTF8, at, message));
    }

    /** By its byte order mark, in either order. */
    private static boolean isUtf16(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        return mark == 0xFEFF || mark == 0xFFFE;
    }
}
