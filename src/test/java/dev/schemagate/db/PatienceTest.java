package dev.schemagate.db;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceTest {

    @Test
    void whoever_was_refused_at_once_comes_again_after_a_moment() {
        assertThat(delays(0, Duration.ofMillis(2)))
                .allSatisfy(delay -> assertThat(delay).isLessThanOrEqualTo(Duration.ofMillis(100)));
    }

    @Test
    void the_longer_a_try_takes_the_more_seldom_it_is_made() {
        assertThat(delays(0, Duration.ofSeconds(2)))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40)));
        assertThat(delays(0, Duration.ofSeconds(10)))
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
    }

    private static Iterable<Duration> delays(int tries, Duration took) {
        SplittableRandom random = new SplittableRandom(1);
        return IntStream.range(0, 100)
                .mapToObj(i -> Patience.delay(tries, took, random))
                .toList();
    }
}
