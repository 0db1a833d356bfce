package dev.schemagate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** Debian's pgbouncer in front of the run's PostgreSQL. It refuses to run as root, so it runs as nobody there. */
public final class PgBouncer implements AutoCloseable {

    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/pgbouncer"));
    }

    /** @param mode {@code session} or {@code transaction} */
    public static PgBouncer start(Path folder, String mode) {
        PostgresServer server = PostgresServer.shared();
        return start(folder, mode, server.host(), server.port(), server.user(), server.password());
    }

    /** In front of another server. */
    public static PgBouncer start(Path folder, String mode, String host, int serverPort, String user, String password) {
        try {
            int port = Ports.free();
            Path config = folder.resolve(mode + ".ini");
            Files.writeString(config, """
                    [databases]
                    * = host=%s port=%d user=%s password=%s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    auth_type = any
                    pool_mode = %s
                    ignore_startup_parameters = extra_float_digits
                    unix_socket_dir =
                    """.formatted(host, serverPort, user, password, port, mode));
            open(folder, config);
            Process process = new ProcessBuilder(command(config))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(mode + ".log").toFile())
                    .start();
            process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            Awaitility.await().until(() -> answers(port));
            return new PgBouncer(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(Path config) {
        List<String> plain = List.of("/usr/sbin/pgbouncer", config.toString());
        return System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", plain.get(0), plain.get(1))
                : plain;
    }

    private static void open(Path folder, Path config) throws IOException {
        for (Path path : List.of(folder, config)) {
            Files.setPosixFilePermissions(path, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String url(TestDatabase database) {
        return "postgresql://any@127.0.0.1:" + port + "/" + database.name();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
