package dev.schemagate.migrate.flyway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.files.Sha256;
import dev.schemagate.migrate.MigrationException;

/** The mounted folders of {@code gate.migrate.locations}, read when a run needs them. */
final class MigrationFolders {

    private static final String SETTINGS = ".conf";

    /** How often a mount that is swapped while it is read is read again. */
    private static final int TRIES = 5;

    private final List<MountedFolder> folders;

    MigrationFolders(List<String> locations) {
        this.folders = locations.stream()
                .map(location -> location.replaceFirst("^filesystem:", ""))
                .map(location -> MountedFolder.of(location, GateConfig.DEFAULT_MIGRATIONS))
                .toList();
    }

    String fingerprint() {
        return folders.stream().map(folder -> folder.fingerprint("")).collect(Collectors.joining("|"));
    }

    /**
     * All files that say anything to Flyway, with their bytes: one state of the folders, also where a mount is swapped meanwhile.
     *
     * @throws MigrationException MG001 where a folder that should be there, or a file, cannot be read
     */
    List<MigrationFile> read() {
        List<MigrationFile> files = List.of();
        String before = fingerprint();
        for (int tries = 0; tries < TRIES; tries++) {
            files = readOnce();
            String after = fingerprint();
            if (after.equals(before)) {
                break;
            }
            before = after;
        }
        return files;
    }

    private List<MigrationFile> readOnce() {
        List<MigrationFile> files = new ArrayList<>();
        for (MountedFolder folder : folders) {
            if (folder.isNotMounted()) {
                continue;
            }
            try {
                if (Files.exists(folder.path()) && !Files.isDirectory(folder.path())) {
                    throw new NotDirectoryException(folder.path().toString());
                }
                List<Path> all = folder.files("", true);
                for (Path file : all) {
                    if (MigrationName.of(file.getFileName().toString()).kind() != MigrationName.Kind.OTHER) {
                        files.add(new MigrationFile(
                                file.toString(),
                                folder.path().relativize(file).toString().replace('\\', '/'),
                                Files.readAllBytes(file),
                                settings(file, all)));
                    }
                }
            } catch (IOException e) {
                throw MigrationException.permanent(
                        ErrorCode.MG001,
                        "migrations folder " + folder.path() + " " + MountedFolder.why(e)
                                + "; mount it, or correct gate.migrate.locations");
            }
        }
        return files;
    }

    private static byte @Nullable [] settings(Path file, List<Path> all) throws IOException {
        String name = (file + SETTINGS).toLowerCase(Locale.ROOT);
        for (Path other : all) {
            if (other.toString().toLowerCase(Locale.ROOT).equals(name)) {
                return Files.readAllBytes(other);
            }
        }
        return null;
    }

    /** Of the files' names, bytes and settings, in hex. */
    static String digest(List<MigrationFile> files) {
        return Sha256.of(files.stream()
                .map(file -> file.path()
                        + '\0'
                        + Sha256.of(file.bytes())
                        + '\0'
                        + (file.settings() == null ? "" : Sha256.of(file.settings())))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8));
    }
}
