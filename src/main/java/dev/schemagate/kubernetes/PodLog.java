package dev.schemagate.kubernetes;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The log of a container, followed on a thread of its own ({@code GET …/pods/POD/log}, Kubernetes API reference). Now and again, and
 * whenever the stream ends, the log is also asked for up to its end: only such an answer says that there is nothing more, since an
 * idle stream and a dead one look the same. An answer that does not hold the last line again is that of another file: the container
 * was restarted, whose former log is then read, or the kubelet has rotated the log, which may have lost something.
 */
public final class PodLog implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
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

    private final KubernetesApi api;
    private final String path;
    private final Duration beat;
    private final Clock clock;
    private final LogBuffer buffer;
    private final Thread thread;
    private Delivered delivered;
    private @Nullable LogLine unfinished;

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
        this.api = api;
        this.path = "/api/v1/namespaces/" + encode(api.namespace()) + "/pods/" + encode(pod) + "/log?timestamps=true"
                + container.map(name -> "&container=" + encode(name)).orElse("");
        this.beat = beat;
        this.clock = clock;
        this.buffer = new LogBuffer(beat);
        this.delivered = new Delivered(LogLine.nanos(from), resumes);
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
                catchUp();
                failures = 0;
                ends = follow() ? 0 : ends + 1;
                pause = ends == 0 ? Duration.ZERO : shorter(pause(ends), beat);
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

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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
            lost("what was not read of the pod's log is not kept any more (" + e.getMessage() + ")", clock.instant());
            return SHORTEST_PAUSE;
        }
        buffer.failed(e.advice(), e.isLasting(), clock.instant());
        Duration usual = pause(failures);
        return e.pause().compareTo(usual) > 0 ? e.pause() : usual;
    }

    /** Reads to the end of the log. */
    private void catchUp() throws IOException, InterruptedException {
        Instant before = clock.instant();
        Delivered.Fresh fresh = delivered.fresh();
        String since = since();
        boolean any = delivered.any();
        long last = delivered.last();
        if (!read(since, fresh) && any && !previous(since, fresh)) {
            String gap =
                    "the last line that was read of the pod's log is not in it any more: the kubelet has rotated it,"
                            + " or the container was restarted twice";
            if (delivered.last() > last) {
                buffer.gap(gap);
            } else {
                lost(gap, before);
            }
        }
        buffer.known(before);
    }

    private void lost(String gap, Instant time) {
        buffer.gap(gap);
        delivered = new Delivered(LogLine.nanos(time), false);
    }

    /** The log that the container wrote before it was restarted; false where it does not hold the last line either. */
    private boolean previous(String since, Delivered.Fresh fresh) throws IOException, InterruptedException {
        try {
            return read(since + "&previous=true", fresh);
        } catch (ApiException e) {
            if (e.status() == 400 || e.status() == 404) {
                return false;
            }
            throw e;
        }
    }

    /** Reads an answer to its end; returns whether it held lines that were passed on before. */
    private boolean read(String options, Delivered.Fresh fresh) throws IOException, InterruptedException {
        boolean known = false;
        try (KubernetesApi.Answer answer = api.get(path + options, ANSWER)) {
            LogLines lines = new LogLines(answer.body());
            for (LogLine line = lines.next(); line != null; line = lines.next()) {
                known |= !pass(line, fresh);
            }
            // A line that is still the same at the next look is the last of a program that ended without a newline.
            LogLine rest = lines.unfinished();
            if (rest != null && unfinished != null && rest.key() == unfinished.key()) {
                known |= !pass(rest, fresh);
            }
            unfinished = rest;
        }
        return known;
    }

    /**
     * Reads what is written until nothing is for a while, or the stream ends, however that happens; false where that was at once, as it
     * is for a container that has ended.
     */
    private boolean follow() throws IOException, InterruptedException {
        Delivered.Fresh fresh = delivered.fresh();
        boolean known = !delivered.any();
        long began = System.nanoTime();
        try (KubernetesApi.Answer answer = api.get(path + since() + "&follow=true", beat)) {
            LogLines lines = new LogLines(answer.body());
            for (LogLine line = next(lines);
                    line != null && (known || fresh.last() >= line.nanos());
                    line = next(lines)) {
                known = true;
                pass(line, fresh);
            }
        }
        return System.nanoTime() - began > SHORTEST_PAUSE.toNanos();
    }

    /** A stream that is cut tells no more than one that ends: what is missing is asked for. */
    private static @Nullable LogLine next(LogLines lines) {
        try {
            return lines.next();
        } catch (IOException e) {
            return null;
        }
    }

    private boolean pass(LogLine line, Delivered.Fresh fresh) throws InterruptedException {
        boolean isNew = fresh.isNew(line);
        if (isNew) {
            buffer.put(line);
            delivered.add(line);
        }
        return isNew;
    }

    /** The API takes whole seconds, whatever is sent. */
    private String since() {
        return "&sinceTime=" + Instant.ofEpochSecond(0, delivered.from()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Ends at the next line, or after the silence that ends a stream. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
