package dev.schemagate.kubernetes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every line once, whatever becomes of streams, files and containers. */
class PodLogTest extends FollowedLog {

    @Test
    void begins_with_what_is_written_from_now_on() {
        write("before");
        open();
        write("one", "two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(read).containsExactly("one", "two");
    }

    @Test
    void a_stream_that_is_cut_loses_and_doubles_nothing() {
        open();
        List<String> all = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            int from = round * 100;
            IntStream.range(from, from + 100).mapToObj(i -> "line " + i).forEach(line -> {
                write(line);
                all.add(line);
            });
            cluster.cut();
            IntStream.range(from, from + 3).mapToObj(i -> "same").forEach(line -> {
                write(line);
                all.add(line);
            });
        }
        awaitLines(all.toArray(String[]::new));
        awaitKnown();
        assertThat(read).containsExactlyElementsOf(all);
        assertThat(gaps).isEmpty();
    }

    @Test
    void lines_that_come_in_another_order_than_their_times_are_read_once() {
        Instant time = Instant.now().plusMillis(50);
        open();
        cluster.write("web-1", "app", time.plusMillis(3), "of stdout");
        awaitLines("of stdout");
        cluster.stall(true);
        cluster.write("web-1", "app", time.plusMillis(1), "of stderr, late");
        cluster.cut();
        cluster.stall(false);

        awaitLines("of stdout", "of stderr, late");
        awaitKnown();
        assertThat(read).hasSize(2);
    }

    /** The kubelet filters by the times of lines, which are its node's. */
    @Test
    void a_clock_that_was_set_back_is_a_gap_and_what_comes_then_is_read() {
        Instant before = Instant.now().plusSeconds(3600);
        cluster.write("web-1", "app", before, "before");
        open(before, true);
        await().until(() -> {
            take();
            return !gaps.isEmpty();
        });
        write("after");
        awaitLines("after");
        awaitKnown();
        awaitKnown();
        assertThat(gaps).singleElement().asString().contains("clock was set back");
    }

    /** An idle stream looks like a dead one: the log is asked. */
    @Test
    void a_dead_stream_is_found_out() {
        open();
        write("one");
        awaitLines("one");
        cluster.stall(true);
        write("two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(gaps).isEmpty();
    }

    @Test
    void follows_into_the_next_file() {
        open();
        write("one");
        awaitLines("one");
        cluster.rotate("web-1", "app");
        write("two");
        awaitLines("one", "two");
        awaitKnown();
        assertThat(gaps).isEmpty();
    }

    @Test
    void tells_of_what_a_rotation_may_have_taken_once() {
        open();
        write("one");
        awaitLines("one");
        cluster.stall(true);
        write("lost");
        cluster.rotate("web-1", "app");
        write("three");
        cluster.stall(false);
        cluster.cut();
        await().until(() -> {
            take();
            return read.contains("three");
        });
        awaitKnown();
        awaitKnown();
        assertThat(read.contains("lost") || gaps.size() == 1).isTrue();
        assertThat(gaps).hasSizeLessThan(2);
    }

    @Test
    void a_file_that_is_empty_after_a_rotation_is_a_gap_once() {
        open();
        write("one");
        awaitLines("one");
        cluster.rotate("web-1", "app");
        await().until(() -> {
            take();
            return !gaps.isEmpty();
        });
        awaitKnown();
        awaitKnown();
        assertThat(gaps).singleElement().asString().contains("rotated");
        write("two");
        awaitLines("one", "two");
    }

    @Test
    void the_rest_of_a_container_that_was_restarted_meanwhile_is_read() {
        open();
        write("one");
        awaitLines("one");
        cluster.stall(true);
        write("last words");
        cluster.restart("web-1", "app");
        write("a new life");
        cluster.stall(false);
        cluster.cut();
        await().untilAsserted(() -> {
            take();
            assertThat(read).containsExactlyInAnyOrder("one", "last words", "a new life");
        });
        awaitKnown();
        assertThat(read).hasSize(3);
        assertThat(gaps).isEmpty();
    }

    @Test
    void goes_on_where_an_earlier_process_left_off() {
        Instant time = Instant.now();
        cluster.write("web-1", "app", time, "read before");
        cluster.write("web-1", "app", time.plusNanos(1), "not read");
        open(time, true);
        awaitLines("not read");
        awaitKnown();
        assertThat(read).hasSize(1);
        assertThat(gaps).isEmpty();
    }

    @Test
    void what_was_left_off_at_and_is_gone_is_a_gap() {
        write("another file's");
        open(Instant.now().minusSeconds(60), true);
        awaitLines("another file's");
        awaitKnown();
        assertThat(gaps).hasSize(1);
    }
}
