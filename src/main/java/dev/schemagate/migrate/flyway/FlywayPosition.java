package dev.schemagate.migrate.flyway;

import java.util.List;

import dev.schemagate.migrate.SchemaPosition;

/**
 * Where the owned schema stands beside the files, as Flyway says.
 *
 * @param version the newest applied version, empty on a schema without history
 * @param pending files that have not been applied or have failed: those that run next, in order
 * @param callbacks files that run with them, and once beside every new state of files and history
 * @param failed versions, or names of repeatable files, whose row in the history says that they failed
 * @param ahead how many applied migrations are newer than every file
 * @param fresh whether the schema has neither a history nor anything else in it: no old code knows it
 */
record FlywayPosition(
        String version,
        List<MigrationScript> pending,
        List<MigrationScript> callbacks,
        List<String> failed,
        int ahead,
        boolean fresh)
        implements SchemaPosition {

    static FlywayPosition atHead(String version, int ahead) {
        return new FlywayPosition(version, List.of(), List.of(), List.of(), ahead, false);
    }

    /** After they have run. */
    FlywayPosition withoutCallbacks() {
        return new FlywayPosition(version, pending, List.of(), failed, ahead, fresh);
    }

    @Override
    public boolean isAtHead() {
        return pending.isEmpty() && callbacks.isEmpty() && failed.isEmpty();
    }

    @Override
    public boolean isAhead() {
        return ahead > 0;
    }

    @Override
    public String describe() {
        return (version.isEmpty() ? "no version" : "at version " + version)
                + (ahead == 0 ? "" : ", " + ahead + " ahead of the files")
                + (failed.isEmpty() ? "" : ", failed before: " + String.join(", ", failed));
    }
}
