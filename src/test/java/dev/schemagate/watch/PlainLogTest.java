package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.TestGate;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** A server with nothing but the plain log, under the prefixes that people have: own errors are seen, or nothing is proven. */
@EveryVersion
class PlainLogTest extends WatchedDatabase {

    private static final class Own {
        static final LoggingServer SERVER = LoggingServer.start(java.util.Map.of());
    }

    PlainLogTest() {
        super(Own.SERVER);
    }

    @BeforeEach
    void onlyPlain() {
        server.set("log_error_verbosity", "default");
        server.logTo("stderr");
    }

    @AfterAll
    static void stop() {
        Own.SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // All that Amazon RDS can put.
                "%m:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
                "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h,state=%e ",
                "%a|%d|%e|%n|%p ",
            })
    void own_errors_revoke(String prefix) throws Exception {
        server.set("log_line_prefix", prefix);
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT t.nope FROM public.\"Token\" t");
            turnUntil("revoked", gate);

            assertThat(gate.watch.status().errors()).singleElement().satisfies(error -> {
                assertThat(error.applicationName()).isEqualTo("web-1");
                assertThat(error.attribution()).isEqualTo("pod");
            });
        }
    }

    @Test
    void a_verbose_log_needs_no_sqlstate_in_its_prefix() throws Exception {
        server.set("log_line_prefix", "%t:%r:%u@%d:[%p]:");
        server.set("log_error_verbosity", "verbose");
        TestGate gate = gate("web-1", "gate.watch.application-name", "");
        try (Connection app = server.connect(database, "anything")) {
            turnUntil("verified", gate);
            LoggingServer.fail(app, "SELECT t.nope FROM public.\"Token\" t");
            turnUntil("revoked", gate);
        }
    }

    /** PostgreSQL's own, those of Amazon RDS, Cloud SQL, Debian, Azure and pgBadger, and some that nobody would choose. */
    @ParameterizedTest
    @CsvSource({
        "'%m [%p] ',                                        %e %a %d",
        "'%m [%p] %e ',                                     %a %d",
        "%t:%r:%u@%d:[%p]:,                                 %e %a",
        "'%m [%p]: [%l-1] db=%d,user=%u ',                  %e %a",
        "'%m [%p] %q%u@%d ',                                %e %a",
        "'%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ', %e",
        "%t-%c-%p-%a-%u-%d-%h-%e-,                          ''",
        "'%e %a %d ',                                       %m",
        "'%m%a%d%e ',                                       ''",
    })
    void what_cannot_be_read_proves_nothing_until_the_advice_is_followed(String prefix, String missing)
            throws Exception {
        server.set("log_line_prefix", prefix);
        TestGate gate = gate("web-1");
        try (Connection app = server.connect(database, "web-1");
                Connection another = server.connect(database, "web-10")) {
            assertThat(app.isValid(1)).isTrue();
            turnFor(Duration.ofSeconds(1), gate);
            turnUntil("no-log-source", gate);
            String reason = gate.gate.state().reason();
            assertThat(reason.substring(0, reason.indexOf("; run: ")))
                    .contains("log_line_prefix = '" + prefix + "' ")
                    .contains(missing.isEmpty() ? "can be read in several ways" : "does not tell")
                    .contains(missing.split(" "));
            Matcher advice = Pattern.compile("run: (ALTER SYSTEM SET .*?'); (SELECT pg_reload_conf\\(\\));")
                    .matcher(reason);
            assertThat(advice.find()).as(reason).isTrue();
            server.execute("postgres", advice.group(1), advice.group(2));
            turnUntil("verified", gate);

            LoggingServer.fail(another, "SELECT t.nope FROM public.\"Token\" t");
            soon().until(() -> {
                turn(gate);
                return gate.watch.errors("42703", "other") == 1;
            });
            assertThat(gate.gate.state().name()).isEqualTo("verified");

            LoggingServer.fail(app, "SELECT t.nope FROM public.\"Token\" t");
            turnUntil("revoked", gate);
            assertThat(gate.watch.errors("42703", "pod")).isEqualTo(1);
        }
    }

    @Test
    void a_pipeline_gets_no_verdict_from_a_log_that_cannot_be_read() throws Exception {
        server.set("log_line_prefix", "%m [%p] %e ");
        TestGate gate = gate("web-1", "gate.pod-heartbeat", "5s");
        turn(gate);
        Verification verification =
                new Verification(gate.config, gate.database, Clock.systemUTC(), ColumnTypes.UNKNOWN);

        assertThat(verification.verify("local", Duration.ofSeconds(1), progress -> {}))
                .satisfies(report -> {
                    assertThat(report.outcome()).isEqualTo(Verification.Outcome.NO_DATA);
                    assertThat(report.pods()).containsExactly("web-1");
                    assertThat(report.reason()).startsWith("no-log-source").contains("%d");
                });
    }
}
