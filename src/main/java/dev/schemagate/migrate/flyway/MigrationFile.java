package dev.schemagate.migrate.flyway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A file below a location of migrations, read once: what is judged are the bytes that run.
 *
 * @param path as messages print it
 * @param relative to its location, which is what Flyway's history calls it
 * @param settings of its {@code .conf} beside it; null where there is none
 */
public record MigrationFile(String path, String relative, byte[] bytes, byte @Nullable [] settings) {

    private static final String SETTINGS = ".conf";

    /** @param path as messages print it, of a file whose bytes were just read */
    public static MigrationFile read(String path, Path location, Path file, byte[] bytes) throws IOException {
        Path settings = file.resolveSibling(file.getFileName() + SETTINGS);
        return new MigrationFile(
                path,
                location.toAbsolutePath()
                        .relativize(file.toAbsolutePath())
                        .toString()
                        .replace('\\', '/'),
                bytes,
                Files.isRegularFile(settings) ? Files.readAllBytes(settings) : null);
    }

    /** Without its folders. */
    public String fileName() {
        return Path.of(relative).getFileName().toString();
    }
}
