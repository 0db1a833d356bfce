package dev.schemagate.watch.source;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.schemagate.kubernetes.Cluster;
import dev.schemagate.kubernetes.KubernetesApi;
import dev.schemagate.kubernetes.LogLine;
import dev.schemagate.kubernetes.PodLog;
import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/**
 * The source {@code pod}: the app container's own log through the Kubernetes API, for any database. Its times are those of the node
 * that the pod runs on, and so does the gate: what the API says to be the end of the log was so by our own clock.
 */
public final class PodSource implements LogSource {

    /** Which container is read. */
    public record Target(String pod, Optional<String> container) {
        private String text() {
            return "pod " + pod + container.map(name -> ", container " + name).orElse("");
        }
    }

    private final Target target;
    private final Supplier<LogFormats> formats;
    private @Nullable PodLog log;
    private String unreachable = "";
    private final Clock clock;
    /** By the node's clock, and by ours. */
    private Instant last;

    private Instant lastByOurs = Instant.EPOCH;
    private Instant known = Instant.EPOCH;
    private boolean any;

    /**
     * Begins to read, with what is written from now on where nothing was read before.
     *
     * @param resume where an earlier process of this pod left off; empty at the first start
     * @param beat after how much silence the log is asked whether there is more
     */
    public PodSource(
            Cluster.Access access,
            Target target,
            Supplier<LogFormats> formats,
            List<Position> resume,
            Duration beat,
            Clock clock) {
        this.target = target;
        this.formats = formats;
        this.clock = clock;
        PodPosition from = resume.stream()
                .filter(position -> position.file().equals(target.text()))
                .findFirst()
                .map(PodPosition::of)
                .orElseGet(() -> new PodPosition(Instant.now(), false));
        this.last = from.last();
        this.any = from.any();
        try {
            KubernetesApi api = new KubernetesApi(access.cluster());
            log = new PodLog(api, target.pod(), target.container(), last, any, beat, clock);
        } catch (IOException e) {
            unreachable = e.getMessage();
        }
    }

    @Override
    public String name() {
        return "pod";
    }

    @Override
    public Reading poll(Consumer<LogRecord> sink) {
        if (log == null) {
            return Reading.unreadable(unreachable);
        }
        PodLog.Batch batch = log.take();
        LogFormat text = formats.get().text();
        long bytes = 0;
        // The node's clock may have been set since the gate began; ours only goes on.
        Duration ahead = Duration.between(Instant.now(), clock.instant());
        for (LogLine line : batch.lines()) {
            bytes += line.text().length;
            read(text, line, line.time().plus(ahead), sink);
        }
        if (batch.known() != null || !batch.lines().isEmpty()) {
            // The end of the log was asked for before the last of its lines came.
            Instant asked = batch.known() == null ? known : batch.known();
            known = lastByOurs.isAfter(asked) ? lastByOurs : asked;
            sink.accept(new LogRecord.Reached(known));
        }
        return (batch.trouble().isEmpty()
                        ? reading(batch, bytes)
                        : Reading.unreadable(target.text() + ": " + batch.trouble()))
                .missing(batch.gap());
    }

    private Reading reading(PodLog.Batch batch, long bytes) {
        Reading reading = Reading.of(target.text(), bytes, false, batch.more());
        if (batch.waiting()) {
            return reading.because(target.text() + " has not started yet");
        }
        return known.equals(Instant.EPOCH)
                ? reading
                : reading.because("reading " + target.text() + "; by the Kubernetes API it is known up to " + known);
    }

    /** The line's own time is that of the container runtime: what an app prints may lack the day, or the zone. */
    private void read(LogFormat text, LogLine line, Instant time, Consumer<LogRecord> sink) {
        // As a record of its own that ends here: how far the log is, its own times must not say.
        text.readCut(line.text(), 0, line.text().length, found -> {
            if (found instanceof LogRecord.Failed failed) {
                sink.accept(new LogRecord.Failed(failed.error().at(time)));
            }
        });
        last = !any || line.time().isAfter(last) ? line.time() : last;
        lastByOurs = time.isAfter(lastByOurs) ? time : lastByOurs;
        any = true;
    }

    @Override
    public boolean isText() {
        return true;
    }

    /** An app that has written nothing may not have been asked anything. */
    @Override
    public boolean isSilentSince(Instant time) {
        return !any || lastByOurs.isBefore(time);
    }

    @Override
    public List<Position> positions() {
        return List.of(PodPosition.of(target.text(), last, any));
    }

    @Override
    public void close() {
        if (log != null) {
            log.close();
        }
    }
}
