package dev.schemagate.migrate;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the owned schema stands beside the files.
 *
 * @param version the newest applied version, empty on a schema without history
 * @param unfinished files that have not been applied or have failed: those that run next, in order
 * @param failed versions, or names of repeatable files, whose row in the history says that they failed
 * @param ahead how many applied migrations are newer than every file: a rollback in progress
 */
record Position(String version, List<Path> unfinished, List<String> failed, int ahead) {

    static Position atHead(String version, int ahead) {
        return new Position(version, List.of(), List.of(), ahead);
    }

    boolean isAtHead() {
        return unfinished.isEmpty() && failed.isEmpty();
    }

    String describe() {
        String at = version.isEmpty() ? "no version" : "at version " + version;
        return ahead == 0 ? at : at + ", " + ahead + " ahead of the files";
    }
}
