package dev.schemagate.watch.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.kubernetes.LogLine;
import dev.schemagate.kubernetes.PodLog;
import dev.schemagate.watch.record.LogFormat;
import dev.schemagate.watch.record.LogFormats;
import dev.schemagate.watch.record.LogRecord;

/**
 * One pod of the database. What it prints may be mixed: lines of JSON, as CloudNativePG and jsonlog have them, and lines of the server
 * and of the scripts around it.
 */
final class DatabasePod implements AutoCloseable {

    private final String name;
    private final PodLog log;
    private @Nullable LogFormats formats;
    private @Nullable Tail enveloped;
    private @Nullable Tail json;
    private @Nullable Tail plain;
    private boolean hasJson;
    private Instant last;
    private boolean any;
    private @Nullable Instant left;

    /**
     * One that is read from now on.
     *
     * @param last the time of the last line that was read before; where to begin where none was
     */
    DatabasePod(String name, PodLog log, Instant last, boolean any) {
        this.name = name;
        this.log = log;
        this.last = last;
        this.any = any;
    }

    PodLog.Batch read(LogFormats now, Consumer<LogRecord> sink) {
        PodLog.Batch batch = log.take();
        if (!now.equals(formats)) {
            endLines(sink);
            formats = now;
            enveloped = null;
            json = null;
            plain = null;
        }
        for (LogLine line : batch.lines()) {
            last = !any || line.time().isAfter(last) ? line.time() : last;
            any = true;
            byte[] text = Arrays.copyOf(line.text(), line.text().length + 1);
            text[text.length - 1] = '\n';
            tail(now, text).feed(text, 0, text.length, false, sink);
        }
        if (batch.lines().isEmpty() && plain != null) {
            plain.settle(sink);
        }
        return batch;
    }

    private Tail tail(LogFormats now, byte[] line) {
        if (line[0] != '{') {
            return plain == null ? plain = new Tail(plain(now, line), 0) : plain;
        }
        hasJson = true;
        String begin = new String(line, 0, Math.min(line.length, 512), StandardCharsets.UTF_8);
        if (begin.contains("\"timestamp\"") && !begin.contains("\"logger\"")) {
            return json == null ? json = new Tail(now.json(), 0) : json;
        }
        return enveloped == null ? enveloped = new Tail(now.enveloped(), 0) : enveloped;
    }

    private static LogFormat plain(LogFormats now, byte[] line) {
        return now.of(line, line.length)
                .filter(now.csv().getClass()::isInstance)
                .orElseGet(now::stderr);
    }

    /** Why what it prints can prove nothing; empty where it can, or is not known yet. */
    Optional<String> obstacle() {
        return hasJson || plain == null ? Optional.empty() : plain.format().obstacle();
    }

    /** It is none of the selected pods any more; its rest is still read. */
    void leave(Instant now) {
        left = left == null ? now : left;
    }

    void stay() {
        left = null;
    }

    /** Whether it has left and was read to its end since. */
    boolean hasEnded(PodLog.Batch batch) {
        Instant known = batch.known();
        return left != null && (!batch.trouble().isEmpty() || known != null && !known.isBefore(left));
    }

    boolean hasLeft() {
        return left != null;
    }

    /** What it has begun to say is all there is of it. */
    private void endLines(Consumer<LogRecord> sink) {
        Stream.of(enveloped, json, plain).flatMap(Stream::ofNullable).forEach(tail -> tail.end(sink));
    }

    /** Reads nothing more. */
    void end(Consumer<LogRecord> sink) {
        endLines(sink);
        close();
    }

    Position position() {
        return PodPosition.of(name, last, any);
    }

    @Override
    public void close() {
        log.close();
    }
}
