package dev.schemagate.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A generated file in the repository; {@code -Dsnap} writes it anew. */
public final class Snapshot {
    private Snapshot() {}

    public static void matches(Path file, String content) {
        try {
            if (System.getProperty("snap") != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, content);
            }
            assertThat(Files.readString(file))
                    .as("%s is stale: -Dsnap writes it", file)
                    .isEqualTo(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
