package dev.schemagate.reload;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.schemagate.http.HttpGet;

/**
 * How often PostgREST has loaded its schema cache, by its admin server's metric. Its {@code /ready} is no proof: it answers 200
 * from the old cache, too.
 */
final class LoadProof {

    private static final Pattern LOADS =
            Pattern.compile("(?m)^pgrst_schema_cache_loads_total\\{[^}]*status=\"SUCCESS\"[^}]*\\}\\s+(\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final URI metrics;

    LoadProof(URI adminServer) {
        String path = adminServer.getPath();
        this.metrics = path == null || path.length() <= 1 ? adminServer.resolve("/metrics") : adminServer;
    }

    /** Empty where nobody answers. */
    OptionalDouble loads() {
        try {
            Matcher line = LOADS.matcher(HttpGet.of(metrics, ANSWER).body());
            return line.find() ? OptionalDouble.of(Double.parseDouble(line.group(1))) : OptionalDouble.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Whether more loads than {@code before} are seen within ten seconds, in words. */
    String await(OptionalDouble before) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            OptionalDouble now = loads();
            if (now.isPresent() && now.getAsDouble() > before.orElse(0)) {
                return "PostgREST has loaded the schema";
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return "PostgREST did not say within " + PATIENCE.toSeconds() + " s that it loaded the schema (" + metrics
                + ")";
    }
}
