package dev.schemagate.watch.source;

import java.util.List;
import java.util.function.Consumer;

import dev.schemagate.watch.record.LogRecord;

/** A log that is read again and again. Used by one thread. */
public interface LogSource extends AutoCloseable {

    /** The name in {@code gate.watch.sources}. */
    String name();

    /** Reads what is new since the last call, or a good part of it, and says how that went. Throws nothing for a log that is away. */
    Reading poll(Consumer<LogRecord> sink);

    /** How far each file has been read, so that a restarted gate goes on from there. */
    List<Position> positions();

    @Override
    void close();
}
