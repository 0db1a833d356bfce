package dev.schemagate.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class HttpGetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/fine", 200, "schön");
        answer("/away", 503, "not yet");
        answer("/mute", 404, "");
        server.start();
    }

    private void answer(String path, int code, String text) {
        server.createContext(path, exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void tells_code_and_body_whatever_the_code() throws IOException {
        assertThat(HttpGet.of(uri("/fine"), PATIENCE)).isEqualTo(new HttpGet.Answer(200, "schön"));
        assertThat(HttpGet.of(uri("/away"), PATIENCE)).isEqualTo(new HttpGet.Answer(503, "not yet"));
        assertThat(HttpGet.of(uri("/mute"), PATIENCE)).isEqualTo(new HttpGet.Answer(404, ""));
    }

    @Test
    void fails_where_nobody_answers() {
        URI uri = uri("/fine");
        server.stop(0);

        assertThatIOException().isThrownBy(() -> HttpGet.of(uri, PATIENCE));
    }

    @Test
    void fails_where_the_answer_does_not_come_in_time() {
        server.createContext("/slow", exchange -> {});

        assertThatIOException().isThrownBy(() -> HttpGet.of(uri("/slow"), Duration.ofMillis(200)));
    }

    @Test
    void many_questions_keep_no_threads() throws IOException {
        for (int i = 0; i < 20; i++) {
            HttpGet.of(uri("/fine"), PATIENCE);
        }

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("Keep-Alive-Timer"))
                .hasSizeLessThan(2);
    }
}
