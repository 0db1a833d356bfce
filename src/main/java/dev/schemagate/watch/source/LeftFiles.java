package dev.schemagate.watch.source;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mounted files that an earlier process of this pod left off at, as the first look finds them again. */
final class LeftFiles {

    private final List<Position> left;
    private final Map<String, String> heads;
    private final Instant latest;
    private final Set<Position> found = new HashSet<>();

    /**
     * @param left where it left off; empty at the first start
     * @param heads how the files begin that are there now, by inode
     */
    LeftFiles(List<Position> left, Map<String, String> heads) {
        this.left = left;
        this.heads = heads;
        this.latest =
                left.stream().map(Position::modified).max(Instant::compareTo).orElse(Instant.MAX);
    }

    /** Where to go on in it: one that was written to since is new, any other is older than whatever was watched. */
    long start(MountedFiles.File file) {
        String head = heads.getOrDefault(file.inode(), "");
        return left.stream()
                .filter(position -> !head.isEmpty() && position.mayBe(head) && position.offset() <= file.size())
                .filter(position -> position.inode().equals(file.inode())
                        // It began so, and is not there any more under its own.
                        || !position.mayBe(heads.getOrDefault(position.inode(), "")))
                .max(Comparator.comparing(position -> position.inode().equals(file.inode())))
                .map(position -> {
                    found.add(position);
                    return position.offset();
                })
                .orElse(file.modified().isAfter(latest) ? 0 : file.size());
    }

    /** Those that are not there any more, in a sentence; empty where all are. */
    String gone() {
        List<String> lost = left.stream()
                .filter(position -> !position.head().isEmpty() && !found.contains(position))
                .map(Position::file)
                .toList();
        return lost.isEmpty()
                ? ""
                : String.join(", ", lost) + " is gone, maybe compressed, and may have held more than was read of it";
    }
}
