package dev.schemagate.watch;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that crashes keeps what any gate has seen: else another error would get its number, and be told to nobody. */
@EveryVersion
class CrashedServerTest extends SharedWatch {

    CrashedServerTest() {
        super(LoggingServer.start(Map.of("wal_writer_delay", "10s")));
    }

    @Test
    void a_crash_takes_nothing_back_that_was_counted() throws Exception {
        try (server) {
            Watcher reader = watcher("web-1");
            Watcher follower = watcher("web-2");
            pollUntilProven(reader, follower);
            server.execute("postgres", "CHECKPOINT");
            fail(3, "missing");
            pollUntilSeen(3, reader, follower);
            String change = server.query(database, "SELECT change FROM schema_gate.log_source");
            String pid =
                    server.query("postgres", "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            soon().until(() -> {
                reader.poll();
                return !reader.source().readable();
            });
            soon().ignoreExceptions().until(() -> server.query("postgres", "SELECT 'is there again'") != null);

            assertThat(server.query(database, "SELECT change FROM schema_gate.log_source"))
                    .isEqualTo(change);
            assertThat(written()).isEqualTo("3");
        }
    }
}
