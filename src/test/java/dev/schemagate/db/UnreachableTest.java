package dev.schemagate.db;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.GateException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is said where the driver itself only says that the attempt failed. */
@Timeout(60)
class UnreachableTest {

    @Test
    void a_name_that_does_not_resolve_is_said_to_be_one() {
        GateException failure = refused("postgresql://u:p@no-such-host.invalid/d");

        assertThat(failure.code()).isEqualTo(ErrorCode.DB001);
        assertThat(failure)
                .hasMessage(
                        "cannot connect to no-such-host.invalid:5432/d: the name no-such-host.invalid does not resolve");
    }

    @Test
    void a_server_that_takes_the_connection_and_says_nothing_is_away() throws Exception {
        try (ServerSocket silent = listening()) {
            GateException failure = refused("jdbc:" + at(silent) + "&socketTimeout=1");

            assertThat(failure.code()).isEqualTo(ErrorCode.DB001);
            assertThat(failure).hasMessageEndingWith(": nothing answers there in time");
        }
    }

    @Test
    void a_login_without_the_password_that_the_server_asks_for_is_no_matter_of_the_network() throws Exception {
        try (ServerSocket server = listening()) {
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> askForPassword(server));

            GateException failure = refused(at(server));

            asked.get(10, TimeUnit.SECONDS);
            assertThat(failure.code()).isEqualTo(ErrorCode.DB002);
            assertThat(failure).hasMessageContaining("password");
        }
    }

    @Test
    void no_server_is_waited_for_without_end_unless_the_url_says_so() throws Exception {
        assertThat(waits("postgresql://u@h/d")).isEqualTo((int) Database.GREETING.toSeconds());
        assertThat(waits("jdbc:postgresql://u@h/d?socketTimeout=7")).isEqualTo(7);
    }

    private static int waits(String url) throws SQLException {
        return Database.source(ConnectionString.parse("TEST", url), new Password.Literal(Optional.empty()))
                .getSocketTimeout();
    }

    private static GateException refused(String url) {
        Database database = new Database(
                ConnectionString.parse("TEST", url), new Password.Literal(Optional.empty()), 10, Patience.NONE);
        return catchThrowableOfType(GateException.class, () -> database.open().close());
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static String at(ServerSocket server) {
        return "postgresql://u@127.0.0.1:" + server.getLocalPort() + "/d?sslmode=disable";
    }

    /** Reads the startup message and answers AuthenticationSASL (PostgreSQL docs, "Message Formats"). */
    private static void askForPassword(ServerSocket server) {
        try (Socket client = server.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            in.readNBytes(in.readInt() - Integer.BYTES);
            byte[] mechanisms = "SCRAM-SHA-256\0\0".getBytes(StandardCharsets.US_ASCII);
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            out.writeByte('R');
            out.writeInt(2 * Integer.BYTES + mechanisms.length);
            out.writeInt(10);
            out.write(mechanisms);
            out.flush();
            in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
