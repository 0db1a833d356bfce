package dev.schemagate.watch.source;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import dev.schemagate.watch.record.LogRecord;
import dev.schemagate.watch.record.Session;

import static org.assertj.core.api.Assertions.assertThat;

/** Which canary proves what. */
class CanariesTest {

    private static final LogRecord.Canary CANARY =
            new LogRecord.Canary("1", Session.UNTOLD, Session.UNTOLD, Instant.EPOCH);

    private final Canaries canaries = new Canaries();

    @Test
    void one_that_was_read_before_it_is_known_counts_once_it_is() {
        assertThat(canaries.read(CANARY)).isEmpty();

        assertThat(canaries.written("1")).containsExactly(CANARY);
        assertThat(canaries.written("1")).isEmpty();
    }

    @Test
    void nothing_counts_that_was_read_before_a_gap() {
        assertThat(canaries.read(CANARY)).isEmpty();
        canaries.forget();

        assertThat(canaries.written("1")).isEmpty();
    }
}
