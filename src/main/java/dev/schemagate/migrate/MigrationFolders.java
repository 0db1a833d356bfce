package dev.schemagate.migrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.files.Sha256;

/** The mounted folders of {@code gate.migrate.locations}, read when a run needs them. */
final class MigrationFolders {

    private final List<MountedFolder> folders;

    MigrationFolders(List<String> locations) {
        this.folders = locations.stream()
                .map(location -> location.replaceFirst("^filesystem:", ""))
                .map(location -> MountedFolder.of(location, GateConfig.DEFAULT_MIGRATIONS))
                .toList();
    }

    String fingerprint() {
        return folders.stream().map(folder -> folder.fingerprint(".sql")).collect(Collectors.joining("|"));
    }

    /** The folders that are there; empty where none was configured and none is mounted. */
    List<Path> present() {
        return folders.stream()
                .filter(folder -> !folder.isNotMounted())
                .map(MountedFolder::path)
                .toList();
    }

    /**
     * All migration files.
     *
     * @throws MigrationException MG001 where a folder that should be there cannot be read
     */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (MountedFolder folder : folders) {
            if (folder.isNotMounted()) {
                continue;
            }
            try {
                for (Path file : folder.files(".sql", true)) {
                    readable(file);
                    files.add(file);
                }
            } catch (IOException e) {
                throw unreadable(folder.path(), e);
            }
        }
        return files;
    }

    /**
     * Of the files' names and bytes, in hex.
     *
     * @throws MigrationException MG001 where one cannot be read
     */
    String digest() {
        StringBuilder digests = new StringBuilder();
        for (Path file : files()) {
            try {
                digests.append(Sha256.of(Map.of(file.toString(), file)));
            } catch (IOException e) {
                throw unreadable(file.getParent(), e);
            }
        }
        return Sha256.of(digests.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void readable(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }

    private static MigrationException unreadable(Path folder, IOException e) {
        return MigrationException.permanent(
                ErrorCode.MG001,
                "migrations folder " + folder + " " + MountedFolder.why(e)
                        + "; mount it, or correct gate.migrate.locations");
    }
}
