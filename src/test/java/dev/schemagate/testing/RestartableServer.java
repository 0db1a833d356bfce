package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL of the embedded binaries that a test stops, starts again and turns into a replica. */
public final class RestartableServer implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres postgres;

    private final int connections;

    public RestartableServer() {
        this(100);
    }

    /** @param connections its {@code max_connections} */
    public RestartableServer(int connections) {
        this.connections = connections;
        data = DataFolder.make("restartable").resolve("data");
        port = Ports.free();
    }

    /** How a server is told to go (PostgreSQL docs 19.5). */
    public enum Stop {
        /** Ends all sessions and shuts down in order. */
        FAST("-INT"),
        /** Goes at once; the next start recovers from the log, as after a crash. */
        IMMEDIATE("-QUIT");

        private final String signal;

        Stop(String signal) {
            this.signal = signal;
        }
    }

    public String url() {
        return "postgresql://postgres@localhost:" + port + "/postgres";
    }

    public void start() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", String.valueOf(connections))
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_prepared_transactions", "5")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void restart(Stop how) {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            new ProcessBuilder("kill", how.signal, String.valueOf(pid)).start().waitFor();
            ProcessHandle.of(pid)
                    .ifPresent(server ->
                            server.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        stop();
        start();
    }

    /** From now on everybody but its superuser logs in by password, as on a server that is not a test's. */
    public void askForPasswords() {
        postgres("COPY (VALUES ('host all postgres all trust'), ('host all all all scram-sha-256')) TO '"
                + data.resolve("pg_hba.conf") + "'");
        postgres("SELECT pg_reload_conf()");
    }

    private void postgres(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new, empty database on this server. */
    public TestDatabase newDatabase() {
        return new PostgresServer("localhost", port, "postgres", "postgres").newDatabase();
    }

    /** The next start is in recovery: it reads only, as a replica does. */
    public void becomeReplica() {
        try {
            Path signal = Files.createFile(data.resolve("standby.signal"));
            Files.setPosixFilePermissions(signal, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (postgres != null) {
            stop();
        }
    }
}
