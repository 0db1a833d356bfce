package dev.schemagate.watch.source;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What a server lets us see of its log directory. Files are known by their bare names. */
public interface LogReader {

    /**
     * Up to {@code length} bytes of {@code file} from {@code offset}, with what is known of the file; no bytes where the file
     * is empty text, missing or shorter.
     */
    Chunk read(String file, long offset, int length) throws SQLException;

    /** The file that is written to, and after that all that are there. */
    Listing list() throws SQLException;

    /**
     * A piece of a file.
     *
     * @param current the file that the server writes to now; empty where it writes to none
     * @param size of {@code file} in bytes; -1 where it does not exist
     * @param head what {@link Position#head(byte[])} says of the first bytes of the file
     */
    record Chunk(String current, long size, Instant modified, String head, byte[] bytes) {

        /** Nothing is known but where the server writes. */
        static Chunk none(String current) {
            return new Chunk(current, -1, Instant.EPOCH, "", new byte[0]);
        }
    }

    /**
     * The log directory.
     *
     * @param current the file that the server writes to now; empty where it writes to none
     */
    record Listing(String current, List<Entry> entries) {

        /** Of the file that the server writes to now, in bytes; 0 where that is not listed. */
        long currentSize() {
            return entries.stream()
                    .filter(entry -> entry.name().equals(current))
                    .mapToLong(Entry::size)
                    .findFirst()
                    .orElse(0);
        }
    }

    /** A file in the log directory. */
    record Entry(String name, long size, Instant modified, String head) {}
}
