package dev.schemagate.lint;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.flyway.MigrationName;

/**
 * Which folders below a path are locations of Flyway's: all the SQL in one is Flyway's, so that a name it does not understand is a
 * mistake and not a hotfix.
 */
final class FlywayLocations {

    private final Path path;
    private final Set<Path> folders;

    /** @param files all below {@code path} */
    FlywayLocations(Path path, List<Path> files) {
        this.path = path;
        Map<Path, List<MigrationName>> sql = files.stream()
                .filter(FlywayLocations::isSql)
                .collect(Collectors.groupingBy(
                        Path::getParent,
                        Collectors.mapping(
                                file -> MigrationName.of(file.getFileName().toString()), Collectors.toList())));
        boolean all =
                !sql.isEmpty() && sql.values().stream().flatMap(List::stream).allMatch(MigrationName::isMeantForFlyway);
        this.folders = all
                ? Set.of(path)
                : sql.entrySet().stream()
                        .filter(folder -> isLocation(folder.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }

    private static boolean isLocation(List<MigrationName> names) {
        return names.stream().anyMatch(name -> name.isMeantForFlyway() && name.kind() != MigrationName.Kind.MISNAMED)
                || names.stream().allMatch(MigrationName::isMeantForFlyway);
    }

    /** The location that holds the file; null where none does, or where Flyway does not look at such a file. */
    @Nullable
    Path of(Path file) {
        if (MigrationName.of(file.getFileName().toString()).kind() == MigrationName.Kind.OTHER
                || Classifier.isPrisma(file)) {
            return null;
        }
        Path location = null;
        for (Path folder = file.getParent(); folder != null && folder.startsWith(path); folder = folder.getParent()) {
            if (folders.contains(folder)) {
                location = folder;
            }
        }
        return location;
    }

    private static boolean isSql(Path file) {
        return Classifier.isSql(file) && !Classifier.isPrisma(file);
    }
}
