package dev.schemagate.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Debian's Prometheus, which scrapes one program of this machine every second; where it is not installed the test is skipped, in words. */
public final class PrometheusServer implements AutoCloseable {

    private static final long LIMIT_SECONDS = 300;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static PrometheusServer scraping(int scraped, Path folder) throws IOException {
        Tool program = Tool.named("prometheus", "apt-get install prometheus");
        int port = Ports.free();
        Path settings = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: gate
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                        labels: {namespace: shop, pod: shop-7f-a}
                """.formatted(scraped));
        Process process = new ProcessBuilder(
                        program.program().toString(),
                        "--config.file=" + settings,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        return new PrometheusServer(process, port);
    }

    /** The {@code data} of a successful answer of its API. */
    public JsonNode ask(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            JsonNode answer = new ObjectMapper()
                    .readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
            assertThat(answer.path("status").asText())
                    .as("%s: %s", path, answer)
                    .isEqualTo("success");
            return answer.path("data");
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The series that it finds now. */
    public JsonNode query(String query) {
        return ask("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .path("result");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
