package dev.schemagate.migrate;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the owned schema stands beside the files.
 *
 * @param version the newest applied version, empty on a schema without history
 * @param pending files that have not been applied, in order
 * @param failed migrations whose row in the history says that they failed
 * @param ahead how many applied migrations are newer than every file: a rollback in progress
 */
record Position(String version, List<Path> pending, List<Failed> failed, int ahead) {

    /** A version, or a repeatable file's name, and the file behind it. */
    record Failed(String version, Path file) {}

    static Position atHead(String version, int ahead) {
        return new Position(version, List.of(), List.of(), ahead);
    }

    boolean isAtHead() {
        return pending.isEmpty() && failed.isEmpty();
    }

    String describe() {
        String at = version.isEmpty() ? "no version" : "at version " + version;
        return ahead == 0 ? at : at + ", " + ahead + " ahead of the files";
    }

    /** The files that run next: those pending, and those that failed. */
    List<Path> unfinished() {
        return Stream.concat(pending.stream(), failed.stream().map(Failed::file))
                .toList();
    }
}
