package dev.schemagate.migrate.flyway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.files.Sha256;
import dev.schemagate.migrate.OwnedSchema;
import dev.schemagate.migrate.Refusal;
import dev.schemagate.policy.Declaration;
import dev.schemagate.sql.TextFile;

/** The files of one pass, read once: what is judged is what runs, whatever becomes of the folders meanwhile. */
final class ReadFiles {

    private final GateConfig config;
    private final List<MigrationFile> files;
    private @Nullable MigrationSet set;

    ReadFiles(GateConfig config, List<MigrationFile> files) {
        this.config = config;
        this.files = files;
    }

    /** Whether there is no migration: callbacks alone are none. */
    boolean isEmpty() {
        return files.stream().allMatch(file -> MigrationName.of(file.fileName()).kind() == MigrationName.Kind.CALLBACK);
    }

    /** The names of what they declare, applied or not. */
    Set<String> declared() {
        return files.stream()
                .flatMap(file -> Declaration.names(TextFile.decode(file.bytes()).text()).stream())
                .collect(Collectors.toSet());
    }

    /** Of all that decides what the files will do, in hex. */
    String digest() {
        return MigrationFolders.digest(files)
                + Sha256.of(new TreeMap<>(config.migrate().placeholders())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8))
                + config.migrate().role().orElse("");
    }

    /**
     * As Flyway will read them.
     *
     * @throws dev.schemagate.migrate.MigrationException where it would refuse them whatever has been applied
     */
    MigrationSet set(OwnedSchema schema) {
        if (set == null) {
            set = new MigrationSet(
                    files,
                    new Placeholders(config.migrate().placeholders(), schema.name(), schema.user(), schema.database()));
        }
        Refusal.refuse(set.refusals());
        return set;
    }
}
