package dev.schemagate.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which canaries were written, and which were read back. One counts when it was both, whatever comes first: a gate may read
 * another gate's canary in the log before it sees its row.
 */
final class Canaries {

    private static final int MOST = 64;

    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, Instant> read = new LinkedHashMap<>();

    /** {@code id} is in the bookkeeping; returns when it was read back, if it has been. */
    List<Instant> written(@Nullable String id) {
        if (id != null && written.add(id)) {
            trim(written.iterator(), written.size());
        }
        return proven();
    }

    /** {@code id} stands in the log at {@code time}; returns the time, if it was written by a gate. */
    List<Instant> read(String id, Instant time) {
        read.put(id, time);
        trim(read.keySet().iterator(), read.size());
        return proven();
    }

    private List<Instant> proven() {
        List<Instant> times = new ArrayList<>();
        read.entrySet().removeIf(entry -> {
            boolean both = written.contains(entry.getKey());
            if (both) {
                times.add(entry.getValue());
            }
            return both;
        });
        times.sort(null);
        return times;
    }

    private static void trim(java.util.Iterator<String> oldest, int size) {
        if (size > MOST) {
            oldest.next();
            oldest.remove();
        }
    }
}
