package dev.schemagate.sequence;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DispersalTest {

    private static final Duration WORKED = Duration.ofSeconds(2);

    @Test
    void whoever_had_a_processor_connects_at_once() {
        assertThat(Dispersal.pause(WORKED, WORKED, 1)).isZero();
        assertThat(Dispersal.pause(WORKED, WORKED.multipliedBy(2), 1)).isZero();
        assertThat(Dispersal.pause(Duration.ofSeconds(7), WORKED, 1)).isZero();
    }

    @Test
    void whoever_waited_for_one_pauses_up_to_as_long_again() {
        Duration age = Duration.ofSeconds(67);

        assertThat(Dispersal.pause(age, WORKED, 0)).isZero();
        assertThat(Dispersal.pause(age, WORKED, 0.5)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Dispersal.pause(age, WORKED, 1)).isEqualTo(Duration.ofSeconds(60));
    }
}
