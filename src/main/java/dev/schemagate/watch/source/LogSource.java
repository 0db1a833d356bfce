package dev.schemagate.watch.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.schemagate.watch.record.LogRecord;

/** A log that is read again and again. Used by one thread. */
public interface LogSource extends AutoCloseable {

    /** The name in {@code gate.watch.sources}. */
    String name();

    /**
     * Reads what is new since the last call, or a good part of it, and says how that went. A canary, or a time that was reached, is
     * passed on only where it proves that all before it was. Throws nothing for a log that is away.
     */
    Reading poll(Consumer<LogRecord> sink);

    /** The bookkeeping shows a canary of that id: passes on what it now proves. */
    default void written(@Nullable String canary, Consumer<LogRecord> sink) {}

    /** What was read so far proves nothing more. */
    default void forget() {}

    /** How far each file has been read, so that a restarted gate goes on from there. */
    List<Position> positions();

    /** Whether it is looked at so seldom that nobody should wait for what it shows. */
    default boolean isSlow() {
        return false;
    }

    /** Whether its silence since {@code time} proves nothing, since it would be silent where nobody uses the app. */
    default boolean isSilentSince(Instant time) {
        return false;
    }

    /** Whether errors are known in it by their words alone, as in what an app prints. */
    default boolean isText() {
        return false;
    }

    /** Under which name {@link #positions} are kept: another where they mean something else. */
    default String keptAs() {
        return name();
    }

    /** How long to wait for what is just being written. */
    default Duration patience() {
        return Duration.ofMillis(2);
    }

    @Override
    void close();
}
