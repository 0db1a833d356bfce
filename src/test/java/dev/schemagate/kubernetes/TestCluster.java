package dev.schemagate.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The part of a cluster's API that reads logs, as API server and kubelet answer it: whole seconds in {@code sinceTime}, only the file
 * that is written to now, the former container's by {@code previous}, errors as {@code Status} objects.
 */
public final class TestCluster implements AutoCloseable {

    public static final String NAMESPACE = "apps";

    private record Entry(Instant time, String text) {
        private String line() {
            return time + " " + text + "\n";
        }
    }

    /** A container's log. */
    private static final class Log {
        private List<Entry> file = new ArrayList<>();
        private List<Entry> previous = List.of();
        private boolean hasPrevious;
        private boolean started;
        private int restarts;
    }

    private record Failure(int status, String message, String retryAfter) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test cluster");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Log> logs = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> labels = new LinkedHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Path token;
    private String accepted = "first";
    private int cuts;
    private boolean stalled;
    private boolean broken;
    private Instant last = Instant.EPOCH;

    /** @param folder for the token */
    public TestCluster(Path folder) {
        this(folder, TestCluster::plain);
    }

    interface Factory {
        HttpServer at(InetSocketAddress address) throws IOException;
    }

    private static HttpServer plain(InetSocketAddress address) throws IOException {
        return HttpServer.create(address, 0);
    }

    TestCluster(Path folder, Factory factory) {
        try {
            server = factory.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            token = folder.resolve("token");
            Files.writeString(token, accepted + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public Cluster cluster() {
        return new Cluster(URI.create("http://127.0.0.1:" + port()), token, Path.of("/nowhere"), NAMESPACE);
    }

    public String[] settings() {
        return new String[] {
            "gate.kubernetes.url",
            "http://127.0.0.1:" + port(),
            "gate.kubernetes.namespace",
            NAMESPACE,
            "gate.kubernetes.token-file",
            token.toString()
        };
    }

    /** A container that has started, and that with it that pod has. */
    public synchronized void start(String pod, String container) {
        create(pod, container);
        logs.get(pod + "/" + container).started = true;
        notifyAll();
    }

    public synchronized void create(String pod, String container) {
        logs.putIfAbsent(pod + "/" + container, new Log());
        labels.putIfAbsent(pod, Map.of());
    }

    public synchronized void label(String pod, Map<String, String> as) {
        labels.put(pod, as);
    }

    public synchronized void delete(String pod) {
        labels.remove(pod);
        logs.keySet().removeIf(name -> name.startsWith(pod + "/"));
        notifyAll();
    }

    /** The container writes a line. */
    public synchronized void write(String pod, String container, String text) {
        Instant now = Instant.now();
        last = now.isAfter(last) ? now : last.plusNanos(1);
        write(pod, container, last, text);
    }

    public synchronized void write(String pod, String container, Instant time, String text) {
        logs.get(pod + "/" + container).file.add(new Entry(time, text));
        notifyAll();
    }

    /** The container ends and comes again: its log is another, and those who follow the former are told that it has ended. */
    public synchronized void restart(String pod, String container) {
        Log log = logs.get(pod + "/" + container);
        log.previous = log.file;
        log.hasPrevious = true;
        log.file = new ArrayList<>();
        log.restarts++;
        notifyAll();
    }

    /** The kubelet begins another file; what is in the former nobody can ask for any more. */
    public synchronized void rotate(String pod, String container) {
        logs.get(pod + "/" + container).file = new ArrayList<>();
        notifyAll();
    }

    /** Every stream breaks in the middle of a line. */
    public synchronized void cut() {
        cuts++;
        notifyAll();
    }

    /** Streams stay open and bring nothing more, as behind a firewall that has forgotten them. */
    public synchronized void stall(boolean on) {
        stalled = on;
        notifyAll();
    }

    /** Nobody is answered: connections end without a word. */
    public synchronized void breakDown(boolean on) {
        broken = on;
        cut();
    }

    /** The next {@code times} requests are refused. */
    public synchronized void refuse(int times, int status, String message, String retryAfter) {
        for (int i = 0; i < times; i++) {
            failures.add(new Failure(status, message, retryAfter));
        }
    }

    /** Ends what {@link #refuse} began. */
    public synchronized void accept() {
        failures.clear();
    }

    /** Another token is valid from now on; {@link #mountToken} gives it to the gate. */
    public synchronized void renewToken(String value) {
        accepted = value;
    }

    public void mountToken(String value) {
        try {
            Files.writeString(token, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> query = query(exchange.getRequestURI());
            String path = exchange.getRequestURI().getPath();
            Failure failure = refusal(exchange, path);
            if (failure != null && failure.status < 0) {
                throw new IOException("cut");
            }
            if (failure != null) {
                status(exchange, failure);
            } else if (path.endsWith("/pods")) {
                json(exchange, 200, pods(query.getOrDefault("labelSelector", "")));
            } else {
                log(exchange, path.split("/")[6], query);
            }
        }
    }

    private synchronized Failure refusal(HttpExchange exchange, String path) {
        requests.add(exchange.getRequestURI().toString());
        if (broken) {
            return new Failure(-1, "", "");
        }
        if (!("Bearer " + accepted).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return new Failure(401, "Unauthorized", "");
        }
        if (!failures.isEmpty()) {
            return failures.remove(0);
        }
        return path.startsWith("/api/v1/namespaces/" + NAMESPACE + "/pods")
                ? null
                : new Failure(403, "pods is forbidden in that namespace", "");
    }

    private synchronized String pods(String selector) {
        Map<String, String> wanted = Arrays.stream(selector.split(","))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        return labels.entrySet().stream()
                .filter(pod -> pod.getValue().entrySet().containsAll(wanted.entrySet()))
                .map(pod -> "{\"metadata\":{\"name\":\"" + pod.getKey() + "\",\"uid\":\"u-" + pod.getKey()
                        + "\",\"managedFields\":[{\"name\":\"none\"}]},\"spec\":{\"containers\":["
                        + containers(pod.getKey()) + "]}}")
                .collect(Collectors.joining(
                        ",", "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[", "]}"));
    }

    private String containers(String pod) {
        return logs.keySet().stream()
                .filter(name -> name.startsWith(pod + "/"))
                .map(name -> "{\"image\":\"any\",\"name\":\"" + name.substring(pod.length() + 1) + "\"}")
                .collect(Collectors.joining(","));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                query.put(pair.substring(0, at), URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private void log(HttpExchange exchange, String pod, Map<String, String> query) throws IOException {
        Log log;
        List<Entry> file;
        int restarts;
        int cut;
        synchronized (this) {
            String only = logs.keySet().stream()
                    .filter(name -> name.startsWith(pod + "/"))
                    .collect(Collectors.joining());
            String container = query.getOrDefault("container", only.substring(only.indexOf('/') + 1));
            boolean previous = query.containsKey("previous");
            log = logs.get(pod + "/" + container);
            Failure failure = !labels.containsKey(pod)
                    ? new Failure(404, "pods \"" + pod + "\" not found", "")
                    : log == null
                            ? new Failure(400, "container " + container + " is not valid for pod " + pod, "")
                            : !log.started
                                    ? new Failure(
                                            400,
                                            "container \"" + container + "\" in pod \"" + pod
                                                    + "\" is waiting to start: PodInitializing",
                                            "")
                                    : previous && !log.hasPrevious
                                            ? new Failure(
                                                    400,
                                                    "previous terminated container \"" + container + "\" in pod \""
                                                            + pod + "\" not found",
                                                    "")
                                            : null;
            if (failure != null) {
                status(exchange, failure);
                return;
            }
            file = previous ? log.previous : log.file;
            restarts = log.restarts;
            cut = cuts;
        }
        Instant since = query.containsKey("sinceTime")
                ? Instant.parse(query.get("sinceTime")).truncatedTo(ChronoUnit.SECONDS)
                : Instant.EPOCH;
        boolean follow = query.containsKey("follow");
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            int next = 0;
            while (true) {
                String text;
                boolean ends;
                synchronized (this) {
                    while (follow
                            && cuts == cut
                            && log.restarts == restarts
                            && (stalled || log.file == file && next == file.size())) {
                        wait(1_000);
                    }
                    if (cuts != cut) {
                        out.write("2026-01-0".getBytes(StandardCharsets.UTF_8));
                        out.flush();
                        throw new IOException("cut");
                    }
                    text = file.subList(next, file.size()).stream()
                            .filter(entry -> !entry.time.isBefore(since))
                            .map(Entry::line)
                            .collect(Collectors.joining());
                    next = file.size();
                    ends = !follow || log.restarts != restarts;
                    if (!ends && log.file != file) {
                        file = log.file;
                        next = 0;
                    }
                }
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (ends) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void status(HttpExchange exchange, Failure failure) throws IOException {
        if (!failure.retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", failure.retryAfter);
        }
        json(
                exchange,
                failure.status,
                "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\""
                        + failure.message.replace("\"", "\\\"") + "\",\"code\":" + failure.status + "}");
    }

    private static void json(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
