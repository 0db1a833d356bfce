package dev.schemagate.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 (FIPS 180-4) in hex. */
public final class Sha256 {

    private Sha256() {}

    /** Of some bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    /** Of every file's name and bytes, in the order of the map. */
    public static String of(Map<String, Path> files) throws IOException {
        MessageDigest digest = digest();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            digest.update((file.getKey() + '\0').getBytes(StandardCharsets.UTF_8));
            digest.update(digest().digest(Files.readAllBytes(file.getValue())));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
