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
        SqlError error = null;
        if (result.isError()) {
            SourceRange at = new LineIndex(decoded).range(decoded.length(), decoded.length());
            String message = "byte 0x%02X is not UTF-8".formatted(utf8[in.position()]);
            error = new SqlError(SqlError.Kind.NOT_UTF8, at, message);
        }
        return new SourceDecoder(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded, error);
    }
}
