package dev.schemagate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import dev.schemagate.testing.CuttingProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A gate may die, or lose the server, before any request and before any answer. A proxy makes it happen at each such point;
 * {@code -Devery.point=all} takes all of them, {@code 100-200} those, and a number as many as a seed chooses
 * ({@code -Devery.point.seed}).
 */
@Timeout(7_200)
class EveryPointTest {

    /** Columns come with their ledger row, or not at all. */
    private static final String HALF_APPLIED = """
            SELECT count(*) FROM (VALUES ('0001.sql', 1, 'a'), ('0001.sql', 2, 'b')) s (file, nr, name)
            WHERE EXISTS (SELECT FROM schema_gate.hotfix h WHERE h.file = s.file AND h.statement = s.nr)
               <> EXISTS (SELECT FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = s.name)
            """;

    /** Without Flyway's note that it made the schema, which it forgets where it is cut off right after having made it. */
    private static final String STATE = """
            SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                SELECT concat_ws(' ', c.relnamespace::regnamespace, c.relname, c.relkind, i.indisvalid, a.attname,
                                 format_type(a.atttypid, a.atttypmod)) AS line
                FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'nemo', 'schema_gate'))
                UNION ALL SELECT concat_ws(' ', 'history', version, description, success) FROM nemo.flyway_schema_history
                    WHERE version IS NOT NULL
                UNION ALL SELECT DISTINCT concat_ws(' ', 'ledger', file, statement) FROM schema_gate.hotfix WHERE file = '0001.sql'
                UNION ALL SELECT concat_ws(' ', 'announced', channel) FROM schema_gate.reload) state
            """;

    private final long seed = Long.getLong("every.point.seed", System.nanoTime());

    @TempDir
    Path files;

    private String undisturbed;
    private int points;

    @BeforeEach
    void countThePoints() throws Exception {
        Scene scene = scene("undisturbed");
        try (CuttingProxy proxy = CuttingProxy.before(scene.database(), 0, () -> {})) {
            assertThat(TestGate.on(proxy.url(), scene.files()).runOnce().ready())
                    .isTrue();
            points = proxy.points();
        }
        undisturbed = scene.database().value(STATE);
        assertThat(undisturbed)
                .contains("public t_name i t", "public t_old i t", "history 2 index t", "ledger 0001.sql 2");
    }

    @Test
    void killed_it_leaves_nothing_that_another_does_not_finish() throws Exception {
        for (int point : chosen()) {
            Scene scene = scene("killed" + point);
            CompletableFuture<Process> worker = new CompletableFuture<>();
            Runnable kill = () -> worker.join().destroyForcibly().onExit().join();
            try (Connection postgrest = listener(scene);
                    CuttingProxy proxy = CuttingProxy.before(scene.database(), point, kill)) {
                worker.complete(Worker.start(proxy.url(), scene.files()));
                int exit = worker.join().waitFor();
                // No two runs have quite as many round trips.
                assertThat(exit)
                        .as(about(point) + Files.readString(scene.files().resolve("output.txt")))
                        .isEqualTo(proxy.points() < point ? 0 : 137);
                leavesNothingHalfDone(scene, point);

                boolean ready = scene.gate("gate.pod", "another").runOnce().ready();

                assertThat(ready).as(about(point)).isTrue();
                isAsIfNothingHadHappened(scene, postgrest, point);
            }
        }
    }

    @Test
    void cut_off_from_the_server_it_tries_again_and_finishes() throws Exception {
        for (int point : chosen()) {
            Scene scene = scene("cut" + point);
            try (Connection postgrest = listener(scene);
                    CuttingProxy proxy = CuttingProxy.before(scene.database(), point, () -> {})) {
                boolean ready =
                        TestGate.on(proxy.url(), scene.files()).runOnce().ready();

                assertThat(ready).as(about(point)).isTrue();
                leavesNothingHalfDone(scene, point);
                isAsIfNothingHadHappened(scene, postgrest, point);
            }
        }
    }

    private void leavesNothingHalfDone(Scene scene, int point) {
        await().untilAsserted(() -> assertThat(List.of(scene.gateSessions(), scene.advisoryLocks()))
                .as(about(point))
                .containsOnly(0));
        if (scene.database().value("SELECT to_regclass('schema_gate.hotfix')") != null) {
            assertThat(scene.database().value(HALF_APPLIED)).as(about(point)).isEqualTo("0");
        }
    }

    private void isAsIfNothingHadHappened(Scene scene, Connection postgrest, int point) throws SQLException {
        assertThat(scene.database().value(STATE)).as(about(point)).isEqualTo(undisturbed);
        assertThat(postgrest.unwrap(PGConnection.class).getNotifications(5_000))
                .as(about(point))
                .isNotEmpty();
    }

    private static Connection listener(Scene scene) throws SQLException {
        Connection session = scene.database().connect();
        session.createStatement().execute("LISTEN pgrst");
        return session;
    }

    private String about(int point) {
        return "point " + point + " of " + points + ", -Devery.point.seed=" + seed;
    }

    private List<Integer> chosen() {
        String which = System.getProperty("every.point", "4");
        String[] range = (which.equals("all") ? "1-" + points : which).split("-");
        IntStream numbers = range.length == 2
                ? IntStream.rangeClosed(Integer.parseInt(range[0]), Integer.parseInt(range[1]))
                : new Random(seed)
                        .ints(1, points + 1)
                        .distinct()
                        .limit(Integer.parseInt(which))
                        .sorted();
        List<Integer> chosen = numbers.boxed().toList();
        System.out.println("every point: " + chosen.size() + " of " + points + ", -Devery.point.seed=" + seed);
        return chosen;
    }

    /** Work for every step, and an index that an earlier build left INVALID. */
    private Scene scene(String name) {
        Scene scene = Scene.in(
                files.resolve(name),
                "CREATE TABLE t (id int PRIMARY KEY, name text); CREATE INDEX t_old ON t (id, name);"
                        + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_old'::regclass");
        scene.migration("V1__users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);");
        scene.migration("V2__index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        scene.hotfix("ALTER TABLE t ADD COLUMN IF NOT EXISTS a text; ALTER TABLE t ADD COLUMN IF NOT EXISTS b text;");
        scene.hotfix("0002.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_name ON t (name);");
        scene.hotfix("0003.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_old ON t (id, name);");
        return scene;
    }
}
