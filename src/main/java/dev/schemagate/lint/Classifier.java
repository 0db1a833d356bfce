package dev.schemagate.lint;

import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.flyway.MigrationName;

/** Tells from its name what a file is that lies in no location of Flyway's. */
final class Classifier {

    private Classifier() {}

    /** Null for a file that is not checked. */
    static @Nullable FileKind of(Path file) {
        String name = name(file);
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return FileKind.DEPLOYMENT;
        }
        if (!isSql(file)) {
            return null;
        }
        if (isPrisma(file)) {
            return FileKind.PRISMA;
        }
        return of(MigrationName.of(file.getFileName().toString()), FileKind.HOTFIX);
    }

    /** @param other for a name that Flyway does not understand */
    static FileKind of(MigrationName name, FileKind other) {
        return switch (name.kind()) {
            case REPEATABLE, CALLBACK -> FileKind.REPEATABLE;
            case MISNAMED -> other;
            default -> FileKind.MIGRATION;
        };
    }

    static boolean isSql(Path file) {
        return name(file).endsWith(".sql");
    }

    static boolean isPrisma(Path file) {
        return file.getFileName().toString().equals("migration.sql");
    }

    private static String name(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
