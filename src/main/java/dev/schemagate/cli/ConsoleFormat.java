package dev.schemagate.cli;

import java.util.Map;

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
}
