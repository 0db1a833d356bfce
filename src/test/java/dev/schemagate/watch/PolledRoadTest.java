package dev.schemagate.watch;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.schemagate.TestGate;
import dev.schemagate.pod.Sessions;
import dev.schemagate.prisma.PrismaColumnTypes;
import dev.schemagate.testing.Background;
import dev.schemagate.testing.PgBouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A gate without a session of its own that looks through a pgbouncer in transaction mode. */
class PolledRoadTest extends WatchedDatabase {

    private TestGate through(PgBouncer pooler, String pod) throws Exception {
        return gate(
                pod,
                "gate.revision",
                pod,
                "gate.pod-heartbeat",
                "5s",
                "gate.database.sessions",
                "1",
                "gate.database.url",
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database
                        + "?user=postgres&password=postgres&localSocketAddress=127.0.0.3",
                "gate.watch.url",
                "postgresql://127.0.0.1:" + pooler.port() + "/" + database);
    }

    @Test
    void it_sees_errors_and_recovers_and_goes_the_other_way_when_the_pooler_is_away() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), "skipped: pgbouncer is not installed (Debian package pgbouncer)");
        TestGate polls;
        try (PgBouncer pooler =
                PgBouncer.start(files, "transaction", "127.0.0.1", server.port(), "postgres", "postgres")) {
            TestGate holder = through(pooler, "web-1");
            turn(holder);
            polls = through(pooler, "web-2");
            turn(polls, polls);
            assertThat(holder.sessions.kept()).isTrue();
            assertThat(polls.sessions.share()).isEqualTo(new Sessions.Share(false, 0.1));

            try (Connection app = server.connect(database, "web-2")) {
                turnUntil("verified", polls, holder);
                LoggingServer.fail(app, "SELECT nickname FROM public.users");
                turnUntil("revoked", polls, holder);
                turnUntil("verified", polls, holder);
                Verification.Report report = reportWhileReading(polls, holder);
                assertThat(report.outcome()).as(report.reason()).isEqualTo(Verification.Outcome.CLEAN);
            }
            assertThat(server.query(database, "SELECT string_agg(DISTINCT client_addr, ' ') FROM schema_gate.pod"))
                    .isEqualTo("127.0.0.3");
        }

        soon().until(() -> {
            turn(polls);
            return !polls.sessions.connectivity().reachable();
        });
        soon().until(() -> {
            turn(polls);
            return polls.sessions.connectivity().reachable();
        });
        assertThat(polls.gate.state().ready()).isTrue();
    }

    /** The other gate reads the log for all. */
    private static Verification.Report reportWhileReading(TestGate gate, TestGate reader) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> reading = Background.run(() -> {
            while (!done.get()) {
                turn(reader);
            }
        });
        try {
            return report(gate);
        } finally {
            done.set(true);
            reading.get(60, TimeUnit.SECONDS);
        }
    }

    private static Verification.Report report(TestGate gate) throws InterruptedException {
        return new Verification(gate.config, gate.database, Clock.systemUTC(), new PrismaColumnTypes(gate.config)::type)
                .verify("web-2", Duration.ofSeconds(1), text -> {});
    }
}
