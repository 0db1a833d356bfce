package dev.schemagate.watch.verdict;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {

    private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
    private static final VerdictPolicy POLICY =
            new VerdictPolicy(Duration.ofSeconds(60), 1, Duration.ofSeconds(60), Duration.ofMinutes(10));

    /**
     * Events: {@code c10} a canary at second 10, {@code e12} an error at second 12, {@code g} a gap, {@code w130} our clock goes on
     * to 130 with nothing read, {@code u} the log cannot be read until the next canary, {@code o} the gate is opened whatever the log
     * says. Our clock is that of the last canary otherwise.
     */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "'',                                          watching",
        "c0,                                          watching",
        "c0 c20 c40 c59,                              watching",
        "c0 c20 c40 c60,                              clean",
        "c0 c20 c40 c60 w119,                         clean",
        "c0 c20 c40 c60 w120,                         no-data",
        "w60,                                         no-data",
        "w30 c0 c20 c40 c60,                          clean",
        "c0 c20 c81,                                  watching",
        "c0 c20 c81 c100 c120 c141,                   clean",
        "c0 c20 g c40 c60,                            watching",
        "c0 c20 g c40 c60 c80 c100,                   clean",
        "c0 e1,                                       bad",
        "c0 e1 c20 c40 c60,                           bad",
        "c0 e1 w500,                                  blind",
        "c0 e1 c20 c40 c60 c61,                       reopened",
        "c0 e1 c20 c40 c61 c80 c100 c120,             reopened",
        "c0 e1 c20 c40 c61 c80 c100 c121,             clean",
        "c0 c20 c40 c60 e61,                          bad",
        "c0 c20 c40 c60 e61 c80 c100 c120,            bad",
        "c0 c20 c40 c60 e61 c80 c100 c121,            reopened",
        "c0 e1 c20 e30 c61,                           bad",
        "c0 e1 c20 e30 c61 c90,                       reopened",
        "c0 e1 c3600,                                 bad",
        "c0 e1 c20 c40 c61 g,                         watching",
        // the clock was set back: nothing is verified early, and the gate does not stay shut for an hour
        "c3600 c3620 c3640 c3659 c0,                  watching",
        "c3600 e3601 c3620 c0 c20 c40 c59,            bad",
        "c3600 e3601 c3620 c0 c20 c40 c60,            reopened",
        // an error whose clock was ahead keeps the gate closed for a window more, and not until then
        "c0 e3600 c20 c40 c60 c80 c100 c119,          bad",
        "c0 e3600 c20 c40 c60 c80 c100 c120 c140,     reopened",
        "c0 e3600 c20 c40 c60 c80 c100 c120 c140 c160 c180 c200, clean",
        // set forward: the jump is a gap
        "c0 c20 c3600,                                watching",
        "c20 c19 c40 c60 c80,                         clean",
    })
    void follows_the_log(String events, String expected) {
        assertThat(name(play(POLICY, events))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        // the log says nothing more: closed until quiet-max
        "c0 e1 w59,                                   bad",
        "c0 e1 w60,                                   blind",
        "c0 e1 w599,                                  blind",
        "c0 e1 w600,                                  no-data",
        "c0 e1 u w2,                                  blind",
        "c0 e1 u w599,                                blind",
        "c0 e1 u w600,                                no-data",
        "c0 e1 u c30 w31,                             bad",
        "c0 e1 u c30 w629,                            blind",
        // open again without proof: only another error closes it, and clean is what was read since
        "c0 e1 u w600 o w601,                         no-data",
        "c0 e1 u w600 o c610,                         watching",
        "c0 e1 u w600 o c610 c630 c650 c670,          clean",
        "c0 e1 u w600 o c610 e611,                    bad",
        "c0 e1 u w2 o w3,                             watching",
        "c0 e1 u w2 o c4 c20,                         reopened",
        "c0 e1 u w2 o c4 c20 c40 c63,                 reopened",
        "c0 e1 u w2 o c4 c20 c40 c64,                 clean",
        "c0 e1 u w2 o c4 c20 e21,                     bad",
    })
    void a_closed_gate_whose_log_says_nothing_more_has_a_way_out(String events, String expected) {
        assertThat(name(play(POLICY, events))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "c0 e1 e2,                       watching",
        "c0 e1 e2 e3,                    bad",
        "c0 e1 c20 e30 c60 c80 e92,      watching",
        "c0 e1 c20 e30 c60 e61,          bad",
        "c0 e1 e2 c30 c62,               clean",
    })
    void counts_up_to_a_threshold_within_a_window(String events, String expected) {
        VerdictPolicy policy =
                new VerdictPolicy(Duration.ofSeconds(60), 3, Duration.ofSeconds(60), Duration.ofMinutes(10));

        assertThat(name(play(policy, events))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "c0 e1,                           1",
        "c0 e1 c2 e3 e4,                  1",
        "c0 e1 c30 c62 e63,                   2",
        "c0 e1 c30 c62 e63 c100 c123 e124,         2",
        "c0 e1 c30 c62 e63 c100 c150 c184 e185,         3",
        "c0 e1 c30 c62 c300 c600 e700,        1",
    })
    void counts_closures_in_a_row(String events, int closures) {
        History history = history(POLICY, events).history();

        assertThat(history.closures()).isEqualTo(closures);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        // what is left, until what, and how long the next closure lasts
        "'',                               nothing",
        "c0,                               60 verified 60",
        "c0 c20,                           40 verified 60",
        "c0 c20 c60,                       nothing",
        "c0 c20 g,                         nothing",
        "e1,                               nothing",
        "c0 e1,                            61 opens 120",
        "c0 e1 c24,                        37 opens 120",
        "c0 e1 c24 e30,                    66 opens 120",
        "c0 e1 c30 c61,                    60 verified 120",
        "c0 e1 c30 c61 c71,                50 verified 120",
        "c0 e1 c30 c62 e63,                121 opens 240",
    })
    void counts_down(String events, String expected) {
        String left = Countdown.of(history(POLICY, events).history(), POLICY)
                .map(now -> now.seconds() + (now.opens() ? " opens " : " verified ") + now.nextQuiet())
                .orElse("nothing");

        assertThat(left).isEqualTo(expected);
    }

    @Test
    void doubles_the_quiet_time_up_to_its_maximum() {
        assertThat(POLICY.quiet(1)).hasSeconds(60);
        assertThat(POLICY.quiet(2)).hasSeconds(120);
        assertThat(POLICY.quiet(4)).hasSeconds(480);
        assertThat(POLICY.quiet(5)).hasSeconds(600);
        assertThat(POLICY.quiet(500)).hasSeconds(600);
    }

    @Test
    void a_gate_that_reopened_says_so() {
        VerdictPolicy longer =
                new VerdictPolicy(Duration.ofSeconds(60), 1, Duration.ofSeconds(10), Duration.ofMinutes(10));

        assertThat(name(play(longer, "c0 e1 c5"))).isEqualTo("bad");
        assertThat(name(play(longer, "c0 e1 c11"))).isEqualTo("reopened");
        assertThat(name(play(longer, "c0 e1 c11 c40 c70"))).isEqualTo("reopened");
        assertThat(name(play(longer, "c0 e1 c11 c40 c71"))).isEqualTo("clean");
    }

    @Test
    void an_obstacle_stands_before_everything_but_errors() {
        Verdict.Unproven obstacle = new Verdict.Unproven("errors-filtered", "…");

        assertThat(Verdict.of(history(POLICY, "c0 c20 c40 c60").history(), obstacle, "", T0, POLICY))
                .isEqualTo(obstacle);
        assertThat(Verdict.of(history(POLICY, "c0 e1").history(), obstacle, "", T0, POLICY))
                .isInstanceOf(Verdict.Bad.class);
    }

    @Test
    void stays_shut_after_a_restart_until_the_quiet_time_has_passed() {
        History history = History.closed(T0, T0.minusSeconds(30), 2);

        assertThat(Verdict.of(history, null, "", T0, POLICY)).isInstanceOf(Verdict.Bad.class);
        assertThat(Verdict.of(history.reached(T0.plusSeconds(89), T0, POLICY), null, "", T0, POLICY))
                .isInstanceOf(Verdict.Bad.class);
        assertThat(Verdict.of(history.reached(T0.plusSeconds(90), T0, POLICY), null, "", T0, POLICY))
                .isNotInstanceOf(Verdict.Bad.class);
    }

    private record Played(History history, Instant now, String unreadable) {}

    private static Verdict play(VerdictPolicy policy, String events) {
        Played played = history(policy, events);
        return Verdict.of(played.history(), null, played.unreadable(), played.now(), policy);
    }

    private static Played history(VerdictPolicy policy, String events) {
        History history = History.begin(T0);
        Instant now = T0;
        String unreadable = "";
        for (String event : events.isBlank() ? new String[0] : events.split(" ")) {
            Instant at = T0.plusSeconds(event.length() > 1 ? Long.parseLong(event.substring(1)) : 0);
            switch (event.charAt(0)) {
                case 'c' -> {
                    now = at;
                    history = history.reached(at, now, policy);
                    unreadable = "";
                }
                case 'e' -> history = history.failed(at, policy);
                case 'g' -> history = history.gap();
                case 'u' -> unreadable = "source server-log: …";
                case 'o' -> history = history.release();
                default -> now = at;
            }
        }
        return new Played(history, now, unreadable);
    }

    private static String name(Verdict verdict) {
        return verdict instanceof Verdict.Clean
                ? "clean"
                : verdict instanceof Verdict.Unproven unproven
                        ? unproven.code()
                        : ((Verdict.Bad) verdict).blind() ? "blind" : "bad";
    }
}
