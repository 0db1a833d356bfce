package dev.schemagate.kubernetes;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The log of a container, followed on a thread of its own ({@code GET …/pods/POD/log}, Kubernetes API reference). Now and again, and
 * whenever the stream ends, the log is also asked for up to its end: only such an answer says that there is nothing more, since an
 * idle stream and a dead one look the same.
 */
public final class PodLog implements AutoCloseable {

    static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int LONGEST_PAUSE_SECONDS = 30;

    /**
     * What was read since it was taken last.
     *
     * @param known all lines before this time are among those taken, by our clock; null where nothing says so since the last batch
     * @param waiting whether the container has not started yet
     * @param trouble why the log cannot be read, with what to do; empty where it can
     * @param gap what may be lost, in a sentence; empty where nothing is
     * @param more whether there is more at once
     */
    public record Batch(
            List<LogLine> lines, @Nullable Instant known, boolean waiting, String trouble, String gap, boolean more) {}

    private final ContainerLog log;
    private final Duration beat;
    private final Clock clock;
    private final LogBuffer buffer;
    private final Thread thread;

    /**
     * Begins to read.
     *
     * @param container the only one of the pod where it is empty
     * @param from lines that are older are not read
     * @param resumes whether {@code from} is the time of the last line that was read, so that the log must still hold it
     * @param beat after how much silence the log is asked whether there is more
     */
    public PodLog(
            KubernetesApi api,
            String pod,
            Optional<String> container,
            Instant from,
            boolean resumes,
            Duration beat,
            Clock clock) {
        this.beat = beat;
        this.clock = clock;
        this.buffer = new LogBuffer(beat);
        this.log = new ContainerLog(api, pod, container, new Delivered(LogLine.nanos(from), resumes), buffer);
        this.thread = new Thread(this::run, "log of " + pod);
        thread.setDaemon(true);
        thread.start();
    }

    /** What was read since the last call; waits for nothing. */
    public Batch take() {
        return buffer.take(clock.instant());
    }

    private void run() {
        int failures = 0;
        int ends = 0;
        while (!thread.isInterrupted()) {
            Duration pause;
            try {
                log.catchUp(clock.instant());
                failures = 0;
                ends = log.follow(beat) ? 0 : ends + 1;
                pause = ends == 0 ? Duration.ZERO : Collections.min(List.of(pause(ends), beat));
            } catch (ApiException e) {
                pause = refused(e, ++failures);
            } catch (IOException e) {
                buffer.failed("cannot read the log through the Kubernetes API: " + text(e), false, clock.instant());
                pause = pause(++failures);
            } catch (InterruptedException e) {
                return;
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    static String text(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Duration pause(int failures) {
        return Duration.ofSeconds(Math.min(LONGEST_PAUSE_SECONDS, 1L << Math.min(5, failures - 1)));
    }

    private Duration refused(ApiException e, int failures) {
        if (e.isWaiting()) {
            buffer.waiting();
            return SHORTEST_PAUSE;
        }
        if (e.isGone()) {
            log.lost("what was not read of the pod's log is not kept any more (" + e.getMessage() + ")");
            return SHORTEST_PAUSE;
        }
        buffer.failed(e.advice(), e.isLasting(), clock.instant());
        return Collections.max(List.of(e.pause(), pause(failures)));
    }

    /** Ends at the next line, or after the silence that ends a stream. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
