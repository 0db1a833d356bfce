package dev.schemagate.watch.record;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LogTimeTest {

    @ParameterizedTest
    @CsvSource({
        "UTC,                  2026-11-22 13:55:54.625 UTC,   2026-11-22T13:55:54.625Z",
        "Europe/Berlin,        2026-07-01 12:00:00.000 CEST,  2026-07-01T10:00:00Z",
        "Europe/Berlin,        2026-10-25 02:30:00.000 CEST,  2026-10-25T00:30:00Z",
        "Europe/Berlin,        2026-10-25 02:30:00.000 CET,   2026-10-25T01:30:00Z",
        "Asia/Kolkata,         2026-01-01 05:30:00.000 IST,   2026-01-01T00:00:00Z",
        "Asia/Jerusalem,       2026-01-01 02:00:00.000 IST,   2026-01-01T00:00:00Z",
        "UTC,                  2026-01-01 03:00:00.000 +03,   2026-01-01T00:00:00Z",
        "UTC,                  2026-01-01T00:00:00.123456Z,   2026-01-01T00:00:00.123456Z",
        "UTC,                  2026-01-01T03:30:00+03:30,     2026-01-01T00:00:00Z",
    })
    void reads_the_servers_zone(String zone, String text, Instant time) {
        assertThat(new LogTime(ZoneId.of(zone)).parse(text)).contains(time);
    }

    /** The setting was changed, and somebody writes as it was before, or will be for us. */
    @ParameterizedTest
    @CsvSource({
        "Asia/Tokyo, 2026-11-22 13:55:54.625 UTC, 2026-11-22T13:55:54.625Z",
        "UTC,        2026-11-22 13:55:54.625 JST,",
        "Etc/UTC,    2026-11-22 13:55:54.625 EST,",
        "Etc/UTC,    2026-11-22 13:55:54.625 GMT, 2026-11-22T13:55:54.625Z",
        "UTC,        2026-11-22 13:55:54.625,     2026-11-22T13:55:54.625Z",
        // UTC-3 in postgresql.conf, which calls itself UTC
        "+03:00,     2026-11-22 13:55:54.625 UTC, 2026-11-22T10:55:54.625Z",
    })
    void takes_no_other_zone_for_the_servers(String zone, String text, @Nullable Instant time) {
        assertThat(new LogTime(ZoneId.of(zone)).parse(text)).isEqualTo(Optional.ofNullable(time));
    }

    /** PostgreSQL takes what is in no list for a POSIX specification, whose offset counts to the west. */
    @ParameterizedTest
    @CsvSource({"UTC-3, 3", "GMT+2, -2", "<+03>-3, 3", "XYZ5, -5", "EST, -5", "Etc/GMT+4, -4"})
    void knows_a_zone_as_postgresql_does(String name, int hours) {
        Instant now = Instant.parse("2026-11-22T13:00:00Z");

        assertThat(LogTime.zone(name).orElseThrow().getRules().getOffset(now))
                .isEqualTo(java.time.ZoneOffset.ofHours(hours));
    }
}
