package dev.schemagate.lint;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Tells from its name and place what a file is. */
final class Classifier {

    /** Flyway's prefixes: versioned, undo, baseline (Flyway manual, "Migrations"). */
    private static final Pattern VERSIONED = Pattern.compile("[VUB]\\d[\\d._]*__.+\\.sql");

    private static final Pattern REPEATABLE = Pattern.compile("R__.+\\.sql");
    /** Flyway's callbacks, with or without a description. */
    private static final Pattern CALLBACK = Pattern.compile(
            "(before|after)(Each)?(Migrate|Undo|Clean|Info|Validate|Baseline|Repair|Connect|Version|Repeatables|CreateSchema"
                    + "|DeploymentStatementApplied)?(Statement)?(Error|Applied|OperationFinish)?(__.+)?\\.sql");

    private static final Pattern YAML = Pattern.compile(".+\\.ya?ml");

    private Classifier() {}

    /** Null for a file that is not checked. */
    static @Nullable FileKind of(Path file) {
        String name = file.getFileName().toString();
        if (YAML.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            return FileKind.DEPLOYMENT;
        }
        if (!name.toLowerCase(Locale.ROOT).endsWith(".sql")) {
            return null;
        }
        if (name.equals("migration.sql")) {
            return FileKind.PRISMA;
        }
        if (REPEATABLE.matcher(name).matches()) {
            return FileKind.REPEATABLE;
        }
        return VERSIONED.matcher(name).matches() || CALLBACK.matcher(name).matches()
                ? FileKind.MIGRATION
                : FileKind.HOTFIX;
    }
}
