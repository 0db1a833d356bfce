package dev.schemagate.hotfix;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.schemagate.error.ErrorCode;

/**
 * One file of the hotfix folder.
 *
 * @param name the file's name, which orders the replay and names it in the ledger
 * @param sha256 of its bytes, in hex
 */
record HotfixFile(Path path, String name, String text, String sha256) {

    /** @throws HotfixException HF002 where the bytes are not UTF-8 or hold a NUL */
    static HotfixFile of(Path path, byte[] bytes) {
        return new HotfixFile(path, path.getFileName().toString(), decode(path, bytes), sha256(bytes));
    }

    private static String decode(Path path, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
            if (text.indexOf('\0') >= 0) {
                throw notText(
                        path,
                        bytes,
                        text.substring(0, text.indexOf('\0')).getBytes(StandardCharsets.UTF_8).length,
                        "a NUL byte");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw notText(path, bytes, in.position(), "a byte that is not UTF-8");
        }
    }

    private static HotfixException notText(Path path, byte[] bytes, int offset, String what) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return HotfixException.permanent(
                ErrorCode.HF002, path + ":" + line + ": holds " + what + "; save it as UTF-8 text");
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
