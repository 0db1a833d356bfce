package dev.schemagate.lint;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.flyway.MigrationFile;

/**
 * A file to check.
 *
 * @param name as findings print it: the path as it was given, with {@code /}
 * @param group files of one group are judged together, in their order: one folder's, or one file alone
 * @param migration as Flyway sees it in its location, the group; null where it is none of Flyway's
 */
public record Input(
        String name,
        FileKind kind,
        byte[] bytes,
        String group,
        @Nullable MigrationFile migration) {

    Input(String name, FileKind kind, byte[] bytes, String group) {
        this(name, kind, bytes, group, null);
    }
}
