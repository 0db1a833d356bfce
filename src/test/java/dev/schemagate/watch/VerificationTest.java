package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** The verdict for a pipeline. */
class VerificationTest extends WatchedDatabase {

    @Test
    void a_pipeline_gets_the_verdict_over_all_pods_of_a_revision() throws Exception {
        TestGate one = gate("web-1", "gate.revision", "r1");
        TestGate two = gate("web-2", "gate.revision", "r2", "gate.watch.quiet", "60s");
        turn(one, two);
        Verification verification = new Verification(
                one.config, one.database, Clock.systemUTC(), ColumnResolver.GRAMMAR, ColumnTypes.UNKNOWN);
        Thread beating = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                turn(one, two);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        });
        beating.start();
        try (Connection second = server.connect(database, "web-2")) {
            assertThat(verification.verify("r1", Duration.ofSeconds(2), p -> {}).outcome())
                    .isEqualTo(Verification.Outcome.CLEAN);
            assertThat(verification.verify("r9", Duration.ofSeconds(2), p -> {}).outcome())
                    .isEqualTo(Verification.Outcome.NO_DATA);

            Thread failing = new Thread(() -> {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1000));
                LoggingServer.fail(second, "SELECT nickname FROM public.users WHERE name = 's3cr3t'");
            });
            failing.start();
            Verification.Report report = verification.verify("r2", Duration.ofSeconds(5), p -> {});
            failing.join();
            assertThat(report.outcome()).isEqualTo(Verification.Outcome.ERRORS);
            assertThat(report.errors()).singleElement().satisfies(error -> assertThat(error.statement())
                    .isEqualTo("SELECT nickname FROM public.users WHERE name = ?"));
        } finally {
            beating.interrupt();
            beating.join();
        }
    }
}
