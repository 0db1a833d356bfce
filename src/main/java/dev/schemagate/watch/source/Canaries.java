package dev.schemagate.watch.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogRecord;

/**
 * Which canaries were written, and which of them one source read back. One counts when it was both, whatever comes first: a gate may
 * read another gate's canary in the log before it sees its row.
 */
public final class Canaries {

    private static final int MOST = 64;

    private final Set<String> written = new LinkedHashSet<>();
    private final Map<String, LogRecord.Canary> read = new LinkedHashMap<>();

    /** {@code id} is in the bookkeeping; returns what was read back and that now counts, the oldest first. */
    public List<LogRecord.Canary> written(@Nullable String id) {
        if (id != null && written.add(id)) {
            trim(written.iterator(), written.size());
        }
        return proven();
    }

    /** {@code canary} stands in the log; returns it, if it was written by a gate. */
    public List<LogRecord.Canary> read(LogRecord.Canary canary) {
        read.put(canary.id(), canary);
        trim(read.keySet().iterator(), read.size());
        return proven();
    }

    /** What was read back so far proves nothing more. */
    public void forget() {
        read.clear();
    }

    private List<LogRecord.Canary> proven() {
        List<LogRecord.Canary> both = new ArrayList<>(read.values());
        both.removeIf(canary -> !written.contains(canary.id()));
        both.forEach(canary -> read.remove(canary.id()));
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
