package dev.schemagate.hotfix;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.schemagate.files.Sha256;

/**
 * One file of the hotfix folder.
 *
 * @param name the file's name, which orders the replay and names it in the ledger
 * @param sha256 of its bytes, in hex
 */
record HotfixFile(Path path, String name, byte[] bytes, String sha256) {

    static HotfixFile of(Path path, byte[] bytes) {
        return new HotfixFile(path, path.getFileName().toString(), bytes, Sha256.of(bytes));
    }

    /** What a file that passed says, as the parser read it: without a byte order mark. */
    String text() {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
