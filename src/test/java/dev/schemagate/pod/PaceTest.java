package dev.schemagate.pod;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A gate without a session of 120 connects every 6 s, and not more than half as often where that is slow. */
class PaceTest {

    private final Pace pace = new Pace(Duration.ofSeconds(1), new Random(1));

    @BeforeEach
    void many() {
        pace.gates(120);
    }

    private void isBetweenSeconds(double least, double most) {
        assertThat(pace.pause().toMillis() / 1_000.0).isBetween(least, most);
        assertThat(pace.longest().toMillis() / 1_000.0).isEqualTo(most);
    }

    @Test
    void one_slow_turn_makes_no_difference() {
        pace.took(Duration.ofMillis(100));
        pace.took(Duration.ofSeconds(1));
        isBetweenSeconds(6, 7.2);

        pace.took(Duration.ofSeconds(1));
        isBetweenSeconds(12, 14.4);
    }

    @Test
    void however_slow_turns_are_the_pause_has_a_limit() {
        pace.took(Duration.ofSeconds(9));
        pace.took(Duration.ofSeconds(9));
        isBetweenSeconds(12, 14.4);
    }

    @Test
    void no_free_connection_is_a_slow_turn() {
        for (int i = 0; i < 4; i++) {
            pace.full();
        }
        isBetweenSeconds(12, 14.4);
    }

    @Test
    void few_gates_come_as_often_as_they_are_told() {
        pace.gates(12);

        isBetweenSeconds(1, 1);
        assertThat(pace.delay()).isZero();
    }
}
