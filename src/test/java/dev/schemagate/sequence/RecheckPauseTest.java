package dev.schemagate.sequence;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How far apart the looks of many gates are. */
class RecheckPauseTest {

    @Test
    void is_spread_over_a_fifth_of_the_interval_on_either_side() {
        SplittableRandom random = new SplittableRandom(1);

        LongSummaryStatistics pauses = LongStream.generate(
                        () -> Recheck.pause(Duration.ofSeconds(30), random).toMillis())
                .limit(10_000)
                .summaryStatistics();

        assertThat(pauses.getMin()).isBetween(24_000L, 24_100L);
        assertThat(pauses.getMax()).isBetween(35_900L, 36_000L);
        assertThat(pauses.getAverage()).isBetween(29_800.0, 30_200.0);
    }
}
