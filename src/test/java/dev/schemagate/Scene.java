package dev.schemagate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import dev.schemagate.testing.GateProcess;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A new database and the folders of the gates that a test lets loose on it. As a field of a test class, {@code @RegisterExtension
 * final Scene scene = Scene.with(sql)}, it is made anew for each test.
 */
public final class Scene implements BeforeEachCallback, AfterEachCallback {

    private static final String IN_THIS_DATABASE =
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private final String sql;
    private @Nullable TestDatabase database;
    private @Nullable Path files;

    private Scene(String sql, @Nullable TestDatabase database, @Nullable Path files) {
        this.sql = sql;
        this.database = database;
        this.files = files;
    }

    /** On a database that is there. */
    public Scene(TestDatabase database, Path files) {
        this("", database, files);
    }

    /** @param sql what is there before any gate comes */
    public static Scene with(String sql) {
        return new Scene(sql, null, null);
    }

    /** One that is there at once, in folders of the test's own. */
    public static Scene in(Path files, String sql) {
        return in(files, PostgresServer.shared().newDatabase(), sql);
    }

    /** As {@link #in(Path, String)}, on a database of a test's own server. */
    public static Scene in(Path files, TestDatabase database, String sql) {
        database.execute(sql);
        return new Scene(sql, database, files);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        TestDatabase made = PostgresServer.shared().newDatabase();
        made.execute(sql);
        database = made;
        files = Files.createTempDirectory("scene");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        try (Stream<Path> made = Files.walk(files())) {
            for (Path path : made.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    public TestDatabase database() {
        return Objects.requireNonNull(database);
    }

    public Path files() {
        return Objects.requireNonNull(files);
    }

    public Path migration(String name, String sql) {
        return write("migrations", name, sql);
    }

    public Path hotfix(String sql) {
        return hotfix("0001.sql", sql);
    }

    public Path hotfix(String name, String sql) {
        return write("hotfixes", name, sql);
    }

    private Path write(String folder, String name, String sql) {
        try {
            return Files.writeString(folder(folder).resolve(name), sql);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder(String name) {
        try {
            return Files.createDirectories(files().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gate in this process, as the superuser. */
    public TestGate gate(String... settings) {
        return TestGate.on(database().url(), files(), settings);
    }

    /** For the packaged program. */
    public Map<String, String> environment(String url, String... settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put("GATE_DATABASE_URL", url);
        environment.put("GATE_MIGRATE_LOCATIONS", folder("migrations").toString());
        environment.put("GATE_HOTFIX_DIR", folder("hotfixes").toString());
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return environment;
    }

    /** The packaged program's {@code run}, to its end. */
    public void runSucceeds(String... settings) {
        try (GateProcess gate = GateProcess.start(environment(database().url(), settings), "run")) {
            assertThat(gate.exitCode()).as(gate.output()).isZero();
        }
    }

    /** A session with an open transaction that did {@code sql}; closing it rolls back. */
    public Connection holding(String sql) throws SQLException {
        Connection session = database().connect();
        session.setClientInfo("ApplicationName", "forgotten");
        session.setAutoCommit(false);
        session.createStatement().execute(sql);
        return session;
    }

    /** {@code t} or {@code f}; null where there is no such index. */
    public String valid(String index) {
        return database().value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('" + index + "')");
    }

    public int indexes(String table) {
        return number("SELECT count(*) FROM pg_index WHERE indrelid = '" + table + "'::regclass");
    }

    /** Advisory locks of anybody on this database(). */
    public int advisoryLocks() {
        return number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'" + IN_THIS_DATABASE);
    }

    /** Sessions of any gate on this database(). */
    public int gateSessions() {
        return number("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'schema-gate'"
                + " AND datname = current_database()");
    }

    /** Waits until the server has noticed, too, that the sessions of all gates have ended. */
    public void noSessionIsLeft() {
        await().until(() -> gateSessions() == 0);
    }

    /** The same of all advisory locks. */
    public void noLockIsLeft() {
        await().until(() -> advisoryLocks() == 0);
    }

    /** Whether a gate's session executes something with {@code text} in it. */
    public boolean running(String text) {
        return number(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'schema-gate' AND state = 'active'"
                                + " AND datname = current_database() AND position('" + text + "' IN query) > 0")
                > 0;
    }

    private int number(String sql) {
        return Integer.parseInt(database().value(sql));
    }
}
