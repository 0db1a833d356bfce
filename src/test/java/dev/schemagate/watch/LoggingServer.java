package dev.schemagate.watch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import dev.schemagate.testing.DataFolder;

import static org.awaitility.Awaitility.await;

/** A PostgreSQL of its own that collects its log in every format and rotates early. */
public final class LoggingServer implements AutoCloseable {

    public static final String PREFIX = "%m [%p] %q%u@%d app=%a host=%h st=%e ";

    /** Of each file of the log, as long as no test changes it. */
    public static final String FILE_NAME = "postgresql-%Y-%m-%d_%H%M%S.log";

    private final int port;
    private final Path logs;
    private final Closeable process;
    private final AtomicInteger databases = new AtomicInteger();

    private LoggingServer(int port, Path logs, Closeable process) {
        this.port = port;
        this.logs = logs;
        this.process = process;
    }

    private static final class Shared {
        static final LoggingServer SERVER = startShared();

        private static LoggingServer startShared() {
            LoggingServer server = start(Map.of("shared_preload_libraries", "pg_stat_statements"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }

    /** The one server of all tests that change it only for themselves; with pg_stat_statements. */
    public static LoggingServer shared() {
        return Shared.SERVER;
    }

    public static LoggingServer start(Map<String, String> settings) {
        try {
            Path data = DataFolder.make("logging-server");
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("logging_collector", "on");
            settings.forEach(builder::setServerConfig);
            EmbeddedPostgres postgres = builder.start();
            return at(postgres.getPort(), data, postgres);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that runs, and collects its log; {@code process} ends it. */
    static LoggingServer at(int port, Path data, Closeable process) {
        try {
            LoggingServer server = new LoggingServer(port, data.resolve("log"), process);
            // Every address of the loopback stands for a pod's.
            Files.writeString(
                    data.resolve("pg_hba.conf"), "host all all 127.0.0.0/8 trust\n", StandardOpenOption.APPEND);
            // Not on the command line, so that a test can change it.
            server.set("log_line_prefix", PREFIX);
            server.set("log_rotation_size", "64");
            server.set("log_filename", FILE_NAME);
            server.logTo("jsonlog,csvlog,stderr");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From PostgreSQL 15 on. */
    public boolean hasJson() {
        return Integer.parseInt(query("postgres", "SHOW server_version_num")) >= 150_000;
    }

    /** Changes log_destination, of whose formats those count that this server has, and waits until all of it is so. */
    public void logTo(String destination) {
        String known = hasJson() ? destination : destination.replace("jsonlog,", "");
        set("log_destination", known);
        for (String format : known.split(",")) {
            await().until(() -> format.equals("syslog")
                    || query("postgres", "SELECT pg_current_logfile('" + format + "')") != null);
        }
    }

    /** Changes a setting of the server, and waits until a session has it. */
    public void set(String name, String value) {
        set(Map.of(name, value));
    }

    /** The same of several settings at once. */
    public void set(Map<String, String> settings) {
        settings.forEach((name, value) ->
                execute("postgres", "ALTER SYSTEM SET " + name + " = '" + value.replace("'", "''") + "'"));
        execute("postgres", "SELECT pg_reload_conf()");
        settings.keySet().forEach(name -> await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> query(
                                "postgres",
                                "SELECT setting FROM pg_file_settings WHERE name = '" + name
                                        + "' AND applied ORDER BY seqno DESC LIMIT 1")
                        .equals(query("postgres", "SELECT setting FROM pg_settings WHERE name = '" + name + "'"))));
    }

    public int port() {
        return port;
    }

    /**
     * Whether the log's folder can be entered. A server that could not make a file when a rotation was due rotates no more, until it
     * is told to reload.
     */
    public void letRead(boolean readable) {
        try {
            Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString(readable ? "rwx------" : "---------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (readable) {
            execute("postgres", "SELECT pg_reload_conf()");
        }
    }

    public Path logs() {
        return logs;
    }

    /** A new database with the gate's bookkeeping in it. */
    public String newDatabase() {
        String name = "w" + databases.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        execute(name, bookkeeping());
        return name;
    }

    public String url(String database) {
        return "postgresql://postgres:postgres@127.0.0.1:" + port() + "/" + database;
    }

    public Connection connect(String database, String applicationName) throws SQLException {
        return connect(database, "postgres", applicationName);
    }

    public Connection connect(String database, String user, String applicationName) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", "postgres");
        properties.setProperty("ApplicationName", applicationName);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
    }

    public void execute(String database, String... statements) {
        try (Connection connection = connect(database, "test");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join(";", statements), e);
        }
    }

    public String query(String database, String sql) {
        try (Connection connection = connect(database, "test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Runs a statement that fails, and returns its SQLSTATE. */
    public static String fail(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return "00000";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    public static String bookkeeping() {
        try (InputStream in = LoggingServer.class.getResourceAsStream("/dev/schemagate/preflight/bookkeeping.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${schema}", "schema_gate");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
