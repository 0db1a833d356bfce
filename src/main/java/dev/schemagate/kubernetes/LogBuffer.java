package dev.schemagate.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What was read of a container and not taken yet; bounded: who reads waits for whoever takes. */
final class LogBuffer {

    private static final int MOST_BYTES = 1 << 20;

    /** What a line costs beside its text. */
    private static final int LINE = 48;

    private final Duration tolerance;
    private List<LogLine> lines = new ArrayList<>();
    private int bytes;
    private @Nullable Instant known;
    private String gap = "";
    private boolean waiting;
    private String trouble = "";
    private @Nullable Instant troubleSince;
    private boolean lasting;

    /** @param tolerance for how long the API may be away before that is worth telling: nothing is lost by it */
    LogBuffer(Duration tolerance) {
        this.tolerance = tolerance;
    }

    synchronized void put(LogLine line) throws InterruptedException {
        while (bytes >= MOST_BYTES) {
            wait();
        }
        lines.add(line);
        bytes += line.text().length + LINE;
    }

    /** All that was written before {@code time} has been put here. */
    synchronized void known(Instant time) {
        known = time;
        waiting = false;
        fine();
    }

    /** The log is read again. */
    synchronized void fine() {
        trouble = "";
        troubleSince = null;
    }

    /** The container has not started, so that it has written nothing. */
    synchronized void waiting() {
        waiting = true;
        fine();
    }

    synchronized void gap(String reason) {
        gap = reason;
    }

    synchronized void failed(String reason, boolean onlyAPersonHelps, Instant now) {
        trouble = reason;
        lasting = onlyAPersonHelps;
        troubleSince = troubleSince == null ? now : troubleSince;
    }

    synchronized PodLog.Batch take(Instant now) {
        boolean away = troubleSince != null && (lasting || !now.isBefore(troubleSince.plus(tolerance)));
        PodLog.Batch batch = new PodLog.Batch(lines, known, waiting, away ? trouble : "", gap, bytes >= MOST_BYTES / 2);
        lines = new ArrayList<>();
        bytes = 0;
        known = null;
        gap = "";
        notifyAll();
        return batch;
    }
}
