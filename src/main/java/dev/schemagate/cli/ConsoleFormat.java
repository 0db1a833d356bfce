package dev.schemagate.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** How the log is written: as JSON where Kubernetes collects it, as lines where a person reads it. */
public final class ConsoleFormat {

    private static final String KEY = "quarkus.log.console.json.enabled";
    private static final String VARIABLE = "QUARKUS_LOG_CONSOLE_JSON_ENABLED";

    private ConsoleFormat() {}

    /** Decides before the log is set up; whoever has set Quarkus' own key is obeyed. */
    public static void choose(Map<String, String> environment) {
        if (isJson(environment, System.getProperty(KEY) != null, Terminal.isWatched())) {
            System.setProperty(KEY, "true");
        }
    }

    static boolean isJson(Map<String, String> environment, boolean isSet, boolean isWatched) {
        return environment.containsKey("KUBERNETES_SERVICE_HOST")
                && !environment.containsKey(VARIABLE)
                && !isSet
                && !isWatched;
    }

    static boolean isJson() {
        return Boolean.parseBoolean(System.getProperty(KEY, System.getenv(VARIABLE)));
    }

    /** What ended the process, as the last line of its log. */
    public static String error(String reason) {
        return line("error", reason);
    }

    /** What is wrong with how it was started, before there is a log. */
    public static String warning(String reason) {
        return line("warning", reason);
    }

    /** Written by hand: before the start there is no log, and at its end none any more. */
    private static String line(String level, String text) {
        return isJson() ? json(level, text, Instant.now(), System.getenv()) : level + ": " + text;
    }

    /** With the fields of every other line, see {@code application.properties}. */
    static String json(String level, String text, Instant now, Map<String, String> environment) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("timestamp", now.toString());
        fields.put("level", level.equals("error") ? "ERROR" : "WARN");
        fields.put("message", level + ": " + text);
        fields.put("app", environment.getOrDefault("GATE_APP", "app"));
        fields.put("pod", environment.getOrDefault("GATE_POD", environment.getOrDefault("HOSTNAME", "unknown")));
        fields.put("revision", environment.getOrDefault("GATE_REVISION", "local"));
        StringBuilder line = new StringBuilder();
        fields.forEach((name, value) -> {
            line.append(line.isEmpty() ? "{\"" : ",\"").append(name).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(value, line);
            line.append('"');
        });
        return line.append('}').toString();
    }
}
