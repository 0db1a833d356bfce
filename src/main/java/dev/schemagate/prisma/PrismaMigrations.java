package dev.schemagate.prisma;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Retry;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** The mounted migrations: the {@code migration.sql} of each folder, by the folder's name. */
public record PrismaMigrations(Map<String, Path> files) {

    /** @throws PrismaException PR004 where the folder cannot be read or holds none */
    public static PrismaMigrations read(String folder) {
        Path path = Path.of(folder.strip());
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> folders = Files.list(path)) {
            folders.map(f -> f.resolve("migration.sql"))
                    .filter(Files::isRegularFile)
                    .filter(f -> !name(f).startsWith("."))
                    .forEach(f -> files.put(name(f), f));
        } catch (IOException e) {
            throw unreadable(path, MountedFolder.why(e));
        }
        if (files.isEmpty()) {
            throw unreadable(path, "holds no migration, which is a folder with a migration.sql");
        }
        return new PrismaMigrations(files);
    }

    /** The migration's name in Prisma's ledger, which is that of its folder. */
    public static String nameOf(ParsedScript migration) {
        return name(Path.of(migration.source().name()));
    }

    private static String name(Path file) {
        return file.getParent().getFileName().toString();
    }

    private static PrismaException unreadable(Path folder, String why) {
        return new PrismaException(
                ErrorCode.PR004,
                Retry.PERMANENT,
                "Prisma's migrations folder " + folder + " " + why + "; mount it, or correct its name");
    }

    /** Those of these names, parsed, each named by its file, in the order that Prisma runs them. */
    public List<ParsedScript> parsed(List<String> names) {
        return names.stream()
                .filter(files::containsKey)
                .sorted()
                .map(this::parsed)
                .toList();
    }

    private ParsedScript parsed(String name) {
        Path file = files.get(name);
        try {
            return SqlParser.parse(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw unreadable(file, MountedFolder.why(e));
        }
    }
}
