package dev.schemagate.kubernetes;

import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * One line of a container.
 *
 * @param nanos when the container runtime took it from the container, by the node's clock, in ns since 1970
 * @param text without its newline; of a very long one the beginning
 */
public record LogLine(long nanos, byte[] text) {

    public Instant time() {
        return Instant.ofEpochSecond(0, nanos);
    }

    /** Tells it from the others; two that are equal in both were written within the same nanosecond. */
    long key() {
        CRC32C sum = new CRC32C();
        sum.update(text, 0, text.length);
        return nanos * 0x9E3779B97F4A7C15L + sum.getValue();
    }

    static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    }
}
