package dev.schemagate.sequence;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a statement is that takes long: an index build, as PostgreSQL reports it in {@code pg_stat_progress_create_index}.
 *
 * @param place file and line, or the engine
 * @param index its name; {@code on} and its table's while nobody else can see it
 * @param phase PostgreSQL's word for what it does, such as {@code building index: scanning table}
 * @param percent of this phase, not of the whole, which PostgreSQL does not know; null where it does not count
 * @param began when the statement began, by our clock
 */
public record Progress(
        String place, String index, String phase, @Nullable Integer percent, Instant began) {

    @Override
    public String toString() {
        return place + " builds index " + index + ": " + phase + (percent == null ? "" : ", " + percent + " %");
    }
}
