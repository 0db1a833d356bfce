package dev.schemagate.status;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import dev.schemagate.config.GateConfig;
import dev.schemagate.testing.Browser;
import dev.schemagate.testing.PostgresTestResource;
import dev.schemagate.watch.WatchStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in Chromium: light, dark, on a phone and printed. Nothing is loaded, run, said on the console or wider than the window, and
 * axe finds nothing. {@code -Dsnap} takes the pictures of the README.
 */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
class PageInBrowserTest {

    private static final Path PICTURES = Path.of("docs/images");
    private static final long PICTURE_LIMIT = 100_000;
    /** Two schemes at two widths each, and printed. */
    private static final int LOOKS = 5;

    private static final WatchStatus WATCH_OFF = new WatchStatus("", List.of(), null, 0, "", 0, "", null, List.of());
    private static final String MISSING = "column s.session_id does not exist";

    @Inject
    GateConfig config;

    @Inject
    StatusView view;

    private final Map<String, Page.Answer> pages = new LinkedHashMap<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            Page.Answer answer = pages.get(exchange.getRequestURI().getPath().substring(1));
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** @return its address */
    private String serve(String name, Status status) {
        pages.put(name, new Page(view, config, Statuses.CLOCK, "0.1.0").html(status, false));
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    private String waiting() {
        return serve("waiting", Statuses.of("waiting", "waiting", "the sequence has not begun", true, WATCH_OFF));
    }

    private String revoked(String reason, String message) {
        return serve(
                "revoked",
                Statuses.of("revoked", "db-errors", reason, true, Statuses.watch(true, message, Statuses.HOTFIX)));
    }

    private String verified() {
        return serve(
                "verified",
                Statuses.of(
                        "verified",
                        "verified",
                        "the log has been clean since 2026-11-26T03:07:12Z, read up to 2026-11-26T03:09:41Z",
                        true,
                        Statuses.watch(true, MISSING, null)));
    }

    private String probation() {
        return serve(
                "probation",
                Statuses.of(
                        "probation",
                        "no-log-source",
                        "source server-log: permission denied",
                        false,
                        Statuses.watch(false, MISSING, null)));
    }

    @Test
    void every_state_can_be_read_by_everybody() throws Exception {
        List<String> states = List.of(waiting(), probation(), revoked("42703 " + MISSING, MISSING), verified());

        Browser.Seen seen = Browser.look(states, Map.of());

        assertThat(seen.problems()).isEmpty();
        assertThat(seen.looks()).isEqualTo(states.size() * LOOKS);
    }

    /** Each tries to break out of another place. */
    @Test
    void what_a_log_line_holds_is_only_text() throws Exception {
        String hostile = String.join(
                " ",
                "<script>harmed = 1</script><img src=x onerror='harmed = 1'>",
                "</pre></td></table></main><script>harmed = 1</script>",
                "\"><svg onload=harmed=1><a href='javascript:harmed=1'>x</a>",
                "</style></title><style>body { display: none }</style><link rel=stylesheet href=//example.com/x.css>",
                "{#if true}{status.pod}{/if}{config:property('gate.database.url')}",
                "column \u202E\u2066txt.exe\u2069 \u0000\u0007\u001B[2J does not exist",
                "x".repeat(10_000));
        Browser.Seen seen = Browser.look(List.of(revoked("42703 " + hostile, hostile)), Map.of());

        assertThat(seen.problems()).isEmpty();
    }

    @Test
    @EnabledIfSystemProperty(named = "snap", matches = ".*")
    void takes_the_pictures() throws Exception {
        Path folder = Files.createDirectories(PICTURES).toAbsolutePath();
        String revoked = revoked(
                "42703 " + MISSING + ", asked by shop-7f-a; opens after 37 s of log time without another", MISSING);

        Browser.look(
                List.of(),
                Map.of(
                        folder.resolve("page-revoked.png").toString(), new Browser.Picture(revoked, false, 900, 620),
                        folder.resolve("page-verified-phone.png").toString(),
                                new Browser.Picture(verified(), true, 360, 620)));
    }

    @Test
    void the_pictures_of_the_readme_are_small() throws IOException {
        try (Stream<Path> pictures = Files.list(PICTURES)) {
            assertThat(pictures).isNotEmpty().allSatisfy(picture -> {
                assertThat(picture).isRegularFile();
                assertThat(Files.size(picture)).isLessThan(PICTURE_LIMIT);
            });
        }
    }
}
