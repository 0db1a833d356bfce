package dev.schemagate.watch;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.TestGate;

import static org.assertj.core.api.Assertions.assertThat;

/** Several watches on one database, whose log one of them reads for all. */
@Timeout(1_200)
abstract class SharedWatch extends WatchedDatabase {

    static final String LOCKS = " FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    final List<Watcher> watchers = new ArrayList<>();

    SharedWatch() {}

    SharedWatch(LoggingServer server) {
        super(server);
    }

    @AfterEach
    void close() {
        watchers.forEach(Watcher::close);
    }

    final TestGate pod(String pod, String... settings) {
        List<String> all = new ArrayList<>(List.of("gate.watch.scope", "database"));
        all.addAll(List.of(settings));
        return unstarted(pod, all.toArray(String[]::new));
    }

    final Watcher watcher(String pod, String... settings) {
        Watcher watcher = Watcher.of(pod(pod, settings));
        watchers.add(watcher);
        return watcher;
    }

    final void pollUntilProven(Watcher... some) {
        for (Watcher watcher : some) {
            soon().until(() -> {
                List.of(some).forEach(Watcher::poll);
                return watcher.isProven();
            });
        }
    }

    final void pollUntilSeen(int errors, Watcher... some) {
        soon().until(() -> {
            List.of(some).forEach(Watcher::poll);
            return Stream.of(some).allMatch(watcher -> watcher.errors() == errors);
        });
    }

    final String reader() {
        return server.query(database, "SELECT reader FROM schema_gate.log_source WHERE source = 'server-log'");
    }

    final String written() {
        return server.query(database, "SELECT coalesce(sum(count), 0) FROM schema_gate.log_error");
    }

    final void fail(int count, String column) throws Exception {
        try (Connection app = server.connect(database, "app")) {
            for (int i = 0; i < count; i++) {
                assertThat(LoggingServer.fail(app, "SELECT " + column)).isEqualTo("42703");
            }
        }
    }
}
