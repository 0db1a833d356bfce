package dev.schemagate.kubernetes;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What the API answers of a container's log, joined to one log in which each line stands once. An answer that does not hold the last
 * line again is that of another file: the container was restarted, whose former log is then read, or the kubelet has rotated the log,
 * which may have lost something.
 */
final class ContainerLog {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** The clock of another node may be so much ahead of ours. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final KubernetesApi api;
    private final String path;
    private final LogBuffer buffer;
    private Delivered delivered;
    private @Nullable LogLine unfinished;

    /** @param container the only one of the pod where it is empty */
    ContainerLog(KubernetesApi api, String pod, Optional<String> container, Delivered delivered, LogBuffer buffer) {
        this.api = api;
        this.path = "/api/v1/namespaces/" + encode(api.namespace()) + "/pods/" + encode(pod) + "/log?timestamps=true"
                + container.map(name -> "&container=" + encode(name)).orElse("");
        this.delivered = delivered;
        this.buffer = buffer;
    }

    /**
     * Reads to the end of the log, as it is {@code before} the first question. The API knows the time by the node's clock, whatever ours
     * says; where that was set back, it would pass over all that comes until it is as late again.
     */
    void catchUp(Instant before) throws IOException, InterruptedException {
        if (isToCome(delivered.last())) {
            lost("the node's clock was set back, and what was written meanwhile may not have been read");
        }
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
                lost(gap);
            }
        }
        buffer.known(before);
    }

    void lost(String gap) {
        buffer.gap(gap);
        delivered = new Delivered(LogLine.nanos(Instant.now()), false);
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
     *
     * @param beat for how long nothing may come
     */
    boolean follow(Duration beat) throws IOException, InterruptedException {
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
        return System.nanoTime() - began > PodLog.SHORTEST_PAUSE.toNanos();
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
        // One of a time to come was passed on before the clock was set back.
        boolean isNew = !isToCome(line.nanos()) && fresh.isNew(line);
        if (isNew) {
            buffer.put(line);
            delivered.add(line);
        }
        return isNew;
    }

    private static boolean isToCome(long nanos) {
        return nanos > LogLine.nanos(Instant.now().plus(SKEW));
    }

    /** The API takes whole seconds, whatever is sent. */
    private String since() {
        return "&sinceTime=" + Instant.ofEpochSecond(0, delivered.from()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
