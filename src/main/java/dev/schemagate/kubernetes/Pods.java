package dev.schemagate.kubernetes;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Which pods a label selector means, listed again and again on a thread of its own. */
public final class Pods implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the API last said.
     *
     * @param containers the container to read, by pod: postgres where one is called so, else the first
     * @param at when it was asked; null where it has never answered
     * @param trouble why the last answer is not to be had, with what to do; empty where it is
     */
    public record Listing(
            Map<String, String> containers, @Nullable Instant at, String trouble) {}

    private final KubernetesApi api;
    private final String path;
    private final Clock clock;
    private final Thread thread;
    private volatile Listing last = new Listing(Map.of(), null, "");

    public Pods(KubernetesApi api, String selector, Clock clock) {
        this.api = api;
        this.path = "/api/v1/namespaces/" + URLEncoder.encode(api.namespace(), StandardCharsets.UTF_8)
                + "/pods?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
        this.clock = clock;
        this.thread = new Thread(this::run, "pods of " + selector);
        thread.setDaemon(true);
        thread.start();
    }

    public Listing last() {
        return last;
    }

    private void run() {
        while (!thread.isInterrupted()) {
            Duration pause = EVERY;
            try {
                Instant now = clock.instant();
                last = new Listing(list(), now, "");
            } catch (ApiException e) {
                last = new Listing(last.containers, last.at, e.advice());
                pause = e.pause().compareTo(EVERY) > 0 ? e.pause() : EVERY;
            } catch (IOException e) {
                last = new Listing(
                        last.containers, last.at, "cannot list the pods through the Kubernetes API: " + PodLog.text(e));
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Map<String, String> list() throws IOException {
        Map<String, String> containers = new LinkedHashMap<>();
        try (KubernetesApi.Answer answer = api.get(path, ANSWER)) {
            for (JsonNode pod : JSON.readTree(answer.body()).path("items")) {
                containers.put(pod.at("/metadata/name").asText(), container(pod.at("/spec/containers")));
            }
        }
        return containers;
    }

    private static String container(JsonNode containers) {
        String first = "";
        for (JsonNode container : containers) {
            String name = container.path("name").asText();
            if (name.equals("postgres")) {
                return name;
            }
            first = first.isEmpty() ? name : first;
        }
        return first;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
