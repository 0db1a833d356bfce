package dev.schemagate;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.sun.management.UnixOperatingSystemMXBean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whoever reaches the port of the packaged program cannot keep its probes from answering. The program has 64 MB of heap. */
class HostileClientsIT {

    private static final int CONNECTIONS = 10_000;

    /** A header that is as long as may be. */
    private static final String HALF = "GET /ready HTTP/1.1\r\nHost: gate\r\nX-Slow: " + "a".repeat(3_900);

    @TempDir
    static Path files;

    private static GateProcess gate;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void serve() {
        Scene scene = Scene.in(files, "CREATE TABLE t (id int)");
        Map<String, String> environment = scene.environment(scene.database().url());
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx64m");
        gate = GateProcess.start(environment, "serve");
        await().until(() -> gate.code("/ready") == 200);
    }

    @AfterAll
    static void end() {
        gate.close();
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", gate.port()), 5_000);
        socket.setSoTimeout(60_000);
        return socket;
    }

    private Socket send(String bytes) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private void probesAnswer() {
        assertThat(gate.code("/ready")).isEqualTo(200);
        assertThat(gate.code("/live")).isEqualTo(200);
    }

    /** This process and the gate have a descriptor each. */
    private static int connections() {
        long most =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        return (int) Math.min(CONNECTIONS, most - 512);
    }

    @Test
    void ten_thousand_connections_that_say_nothing_or_half_of_it_are_closed() throws Exception {
        int wanted = connections();
        for (int i = 0; i < wanted; i++) {
            if (i % 2 == 0) {
                connect();
            } else {
                send(HALF);
            }
            if (i % 1_000 == 999) {
                probesAnswer();
            }
        }
        probesAnswer();
        for (Socket socket : sockets) {
            assertThat(ended(socket)).isTrue();
        }
        probesAnswer();
        assertThat(gate.output()).doesNotContain("OutOfMemory");
    }

    /** The end of the stream, or a reset where it was closed with something unread. */
    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException e) {
            return !socket.isClosed() && e.getMessage().contains("reset");
        }
    }

    @Test
    void a_request_that_comes_byte_by_byte_is_cut_off() throws Exception {
        List<OutputStream> slow = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            slow.add(send("GET /ready HTTP/1.1\r\nHost: gate\r\nX-Slow: ").getOutputStream());
        }
        await().pollInterval(Duration.ofMillis(500)).until(() -> {
            slow.removeIf(HostileClientsIT::isCutOff);
            probesAnswer();
            return slow.isEmpty();
        });
    }

    private static boolean isCutOff(OutputStream slow) {
        try {
            slow.write('a');
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /$ HTTP/1.1\r\nHost: gate\r\n\r\n",
                "GET /ready HTTP/1.1\r\nHost: gate\r\nX-Long: $\r\n\r\n",
                "POST /status HTTP/1.1\r\nHost: gate\r\nContent-Length: 1000000000000\r\n\r\n$",
                "GET /status HTTP/1.1\r\nHost: gate\r\nContent-Length: 1000000\r\n\r\n$",
                "POST / HTTP/1.1\r\nHost: gate\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n$",
                "POST / HTTP/1.1\r\nHost: gate\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "BREW /ready HTTP/1.1\r\nHost: gate\r\n\r\n",
                "CONNECT gate:443 HTTP/1.1\r\nHost: gate\r\n\r\n",
                "TRACE /ready HTTP/1.1\r\nHost: gate\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: gate\r\n\r\n",
                "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: gate\r\n\r\n",
                "GET /status/%00 HTTP/1.1\r\nHost: gate\r\n\r\n",
                "GET /metrics/../q/dev HTTP/1.1\r\nHost: gate\r\n\r\n"
            })
    void what_is_too_large_or_no_request_of_ours_is_refused(String request) throws Exception {
        Socket socket = send(request.replace("$", "a".repeat(20_000)));
        byte[] first = new byte[12];
        int length = socket.getInputStream().readNBytes(first, 0, first.length);
        assertThat(new String(first, 0, length, StandardCharsets.ISO_8859_1)).matches("|HTTP/\\d\\.\\d [45]\\d\\d");
        probesAnswer();
    }

    /** Each answer is a page; nobody reads them. */
    @Test
    void a_thousand_requests_at_once_that_nobody_reads_are_no_harm() throws Exception {
        for (int i = 0; i < 100; i++) {
            send("GET / HTTP/1.1\r\nHost: gate\r\nAccept: text/html\r\n\r\n".repeat(10));
        }
        probesAnswer();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/status", "/metrics", "/live", "/started", "/ready", "/verified", "/health", "/nothing"})
    void every_answer_says_what_a_browser_may_do_with_it(String path) throws Exception {
        Socket socket =
                send("GET " + path + " HTTP/1.1\r\nHost: gate\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String head = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(Locale.ROOT);
        for (String header : List.of(
                "cache-control: no-store",
                "content-security-policy: default-src 'none';",
                "frame-ancestors 'none'",
                "referrer-policy: no-referrer",
                "x-content-type-options: nosniff",
                "x-frame-options: deny")) {
            assertThat(head).containsOnlyOnce(header);
        }
        assertThat(head).doesNotContain("server:", "x-powered-by", "access-control-allow");
    }

    /** What extensions bring for developers is not there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q",
                "/q/dev",
                "/q/health",
                "/q/metrics",
                "/q/info",
                "/q/flyway",
                "/health-ui",
                "/info",
                "/dev",
                "/openapi",
                "/index.html",
                "/META-INF/MANIFEST.MF",
                "/application.properties"
            })
    void nothing_else_is_served(String path) {
        assertThat(gate.code(path)).isEqualTo(404);
    }
}
