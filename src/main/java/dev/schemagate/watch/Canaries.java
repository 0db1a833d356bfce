package dev.schemagate.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogRecord;

/**
 * Which canaries were written, and by which source each was read back. One counts when it was both, whatever comes first: a gate
 * may read another gate's canary in the log before it sees its row. What one source read proves nothing of another.
 */
final class Canaries {

    private static final int MOST = 64;

    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, Map<String, LogRecord.Canary>> read = new HashMap<>();

    /** {@code id} is in the bookkeeping; returns what the source has read back and that now counts, the oldest first. */
    List<LogRecord.Canary> written(String source, @Nullable String id) {
        if (id != null && written.add(id)) {
            trim(written.iterator(), written.size());
        }
        return proven(source);
    }

    /** {@code canary} stands in the source's log; returns it, if it was written by a gate. */
    List<LogRecord.Canary> read(String source, LogRecord.Canary canary) {
        Map<String, LogRecord.Canary> own = read.computeIfAbsent(source, s -> new LinkedHashMap<>());
        own.put(canary.id(), canary);
        trim(own.keySet().iterator(), own.size());
        return proven(source);
    }

    /** What the source has read back so far proves nothing more. */
    void forget(String source) {
        read.remove(source);
    }

    private List<LogRecord.Canary> proven(String source) {
        Map<String, LogRecord.Canary> own = read.getOrDefault(source, Map.of());
        List<LogRecord.Canary> both = new ArrayList<>(own.values());
        both.removeIf(canary -> !written.contains(canary.id()));
        both.forEach(canary -> own.remove(canary.id()));
        both.sort(Comparator.comparing(LogRecord.Canary::time));
        return both;
    }

    private static void trim(Iterator<String> oldest, int size) {
        if (size > MOST) {
            oldest.next();
            oldest.remove();
        }
    }
}
