package dev.schemagate;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.RestartableServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Serving gates as real processes, three for each connection that the server has, beside an app that connects four times a second: it
 * is never refused. {@code -Dcrowd.gates=20} says how many, a JVM each, and {@code -Dcrowd.limit=-1} takes the limit of their role away.
 */
@Timeout(2_400)
class BesideAnAppIT {

    private static final int GATES = Integer.getInteger("crowd.gates", 12);
    private static final int CONNECTIONS = Math.max(16, GATES / 3);
    private static final int LIMIT = Integer.getInteger("crowd.limit", 5);
    private static final Duration TIME = Duration.ofMinutes(30);
    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'schema-gate'";

    @TempDir
    Path files;

    private final List<GateProcess> gates = new ArrayList<>();

    @Test
    void the_app_is_never_refused_and_the_work_is_done_once() throws Exception {
        try (RestartableServer server = new RestartableServer(CONNECTIONS)) {
            server.start();
            server.askForPasswords();
            TestDatabase database = server.newDatabase();
            String role = database.urlOfNewRole("gate");
            Scene scene = Scene.in(files, database, """
                    CREATE ROLE app LOGIN PASSWORD 'secret';
                    CREATE TABLE t (id int PRIMARY KEY, name text);
                    ALTER TABLE t OWNER TO gate_%1$s;
                    GRANT CREATE ON SCHEMA public TO gate_%1$s;
                    GRANT CREATE ON DATABASE %1$s TO gate_%1$s;
                    ALTER ROLE gate_%1$s CONNECTION LIMIT %2$d;
                    """.formatted(database.name(), LIMIT));
            scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
            scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text;");
            long began = System.nanoTime();
            try (App app = new App(role)) {
                for (int i = 0; i < GATES; i++) {
                    gates.add(gate(scene, role, i));
                }
                await().atMost(TIME).pollInterval(Duration.ofSeconds(1)).until(() -> gates.stream()
                        .allMatch(gate -> gate.code("/ready") == 200));
                long seconds = (System.nanoTime() - began) / 1_000_000_000;
                // The sequence has ended everywhere: what is left is what they hold at rest, and who connects just now.
                int most = CONNECTIONS / 2;
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> Integer.parseInt(database.value(SESSIONS)) <= most && app.served.get() > 40);
                System.out.println("crowd: " + GATES + " gates, max_connections " + CONNECTIONS + ", limit of the role "
                        + LIMIT + ", all ready after s " + seconds + ", sessions at rest " + database.value(SESSIONS)
                        + ", connections of the app " + app.served + ", refused "
                        + app.refused.size());

                assertThat(app.refused).isEmpty();
                assertThat(app.served).hasValueGreaterThan(40);
                assertThat(gates).allMatch(GateProcess::isAlive);
            }
            assertThat(database.value("SELECT (SELECT count(*) FROM schema_gate.hotfix) || ' '"
                            + " || (SELECT count(*) FROM nemo.flyway_schema_history WHERE version IS NOT NULL)"))
                    .isEqualTo("1 1");
        } finally {
            gates.forEach(GateProcess::close);
        }
    }

    private static GateProcess gate(Scene scene, String url, int number) {
        return GateProcess.start(
                TIME,
                scene.environment(
                        url,
                        "GATE_POD",
                        "web-" + number,
                        "GATE_WATCH_SOURCES",
                        "",
                        "GATE_SEQUENCE_DEADLINE",
                        TIME.toString(),
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx64m -Xss512k -XX:CICompilerCount=1"),
                "serve");
    }

    /** Connects four times a second, each time anew, and asks something. */
    private static final class App implements AutoCloseable {

        private final AtomicInteger served = new AtomicInteger();
        private final Queue<String> refused = new ConcurrentLinkedQueue<>();
        private final String url;
        private final Thread thread = new Thread(this::run, "app");

        App(String gate) {
            url = "jdbc:postgresql://" + gate.substring(gate.indexOf('@') + 1) + "?user=app&password=secret";
            thread.start();
        }

        private void run() {
            try {
                while (true) {
                    try (Connection connection = DriverManager.getConnection(url)) {
                        connection.createStatement().execute("SELECT count(*) FROM pg_class");
                        served.incrementAndGet();
                    } catch (SQLException e) {
                        refused.add(e.getSQLState() + " " + e.getMessage());
                    }
                    Thread.sleep(250);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}
