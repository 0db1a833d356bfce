package dev.schemagate.migrate;

import java.util.List;

import dev.schemagate.migrate.flyway.MigrationScript;

/**
 * Where the owned schema stands beside the files.
 *
 * @param version the newest applied version, empty on a schema without history
 * @param unfinished files that have not been applied or have failed: those that run next, in order
 * @param callbacks files that run with them, and once beside every new state of files and history
 * @param failed versions, or names of repeatable files, whose row in the history says that they failed
 * @param ahead how many applied migrations are newer than every file: a rollback in progress
 * @param fresh whether the schema has neither a history nor anything else in it: no old code knows it
 */
record Position(
        String version,
        List<MigrationScript> unfinished,
        List<MigrationScript> callbacks,
        List<String> failed,
        int ahead,
        boolean fresh) {

    static Position atHead(String version, int ahead) {
        return new Position(version, List.of(), List.of(), List.of(), ahead, false);
    }

    /** After they have run. */
    Position withoutCallbacks() {
        return new Position(version, unfinished, List.of(), failed, ahead, fresh);
    }

    boolean isAtHead() {
        return unfinished.isEmpty() && callbacks.isEmpty() && failed.isEmpty();
    }

    String describe() {
        String at = version.isEmpty() ? "no version" : "at version " + version;
        return ahead == 0 ? at : at + ", " + ahead + " ahead of the files";
    }
}
