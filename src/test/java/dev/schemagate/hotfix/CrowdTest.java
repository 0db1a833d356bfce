package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** Many gates on one database at once, more than it has connections for; {@code .ci/full} lets a hundred loose. */
@Timeout(600)
class CrowdTest {

    private static final int GATES = Integer.getInteger("crowd.gates", 30);
    private static final int CONNECTIONS = GATES * 3 / 5;

    @TempDir
    Path files;

    @Test
    void all_open_and_each_statement_is_done_once() throws Exception {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int PRIMARY KEY, name text)");
        TestDatabase database = scene.database();
        String url = database.urlOfNewRole("crowd");
        String login = "crowd_" + database.name();
        database.execute("ALTER TABLE t OWNER TO " + login + "; GRANT CREATE ON SCHEMA public TO " + login
                + "; GRANT CREATE ON DATABASE " + database.name() + " TO " + login + "; ALTER DATABASE "
                + database.name() + " CONNECTION LIMIT " + CONNECTIONS);
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_a ON t (a);");

        assertThat(openAll(url)).isEqualTo(GATES);
        assertThat(openAll(url)).isEqualTo(GATES);

        assertThat(database.value(
                        "SELECT count(*) || ' ' || count(DISTINCT (file, statement)) FROM schema_gate.hotfix"))
                .isEqualTo("3 3");
        scene.noLockIsLeft();
        assertThat(scene.valid("t_a")).isEqualTo("t");
    }

    private long openAll(String url) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(GATES);
        try {
            List<Callable<Boolean>> starts = IntStream.range(0, GATES)
                    .<Callable<Boolean>>mapToObj(i -> () -> TestGate.on(url, files, "gate.pod", "web-" + i)
                            .runOnce()
                            .ready())
                    .toList();
            long ready = 0;
            for (Future<Boolean> start : threads.invokeAll(starts, 200, TimeUnit.SECONDS)) {
                ready += start.get() ? 1 : 0;
            }
            return ready;
        } finally {
            threads.shutdownNow();
        }
    }
}
