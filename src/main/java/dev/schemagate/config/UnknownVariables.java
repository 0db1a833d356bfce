package dev.schemagate.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Environment variables that look like settings of ours and are none. They get a warning only: Kubernetes puts
 * {@code GATE_PORT} and the like into every pod for a Service called {@code gate}, and SmallRye Config ignores them.
 */
public final class UnknownVariables {

    private UnknownVariables() {}

    /** A sentence for each {@code GATE_…} name that sets nothing, in alphabetical order. */
    public static List<String> warnings(Set<String> environment) {
        return new TreeSet<>(environment)
                .stream()
                        .filter(name -> name.startsWith("GATE_")
                                && KnownKeys.all().stream().noneMatch(key -> sets(name, key)))
                        .map(UnknownVariables::warning)
                        .toList();
    }

    /** A key that ends with {@code .*} stands for one with any name there. */
    private static boolean sets(String name, String key) {
        return key.endsWith(".*")
                ? name.startsWith(variable(key.substring(0, key.length() - 1)))
                : variable(key).equals(name);
    }

    private static String warning(String name) {
        Optional<String> nearest = NearestName.of(
                name, KnownKeys.all().stream().map(UnknownVariables::variable).toList());
        return name + " sets nothing"
                + nearest.map(known -> "; did you mean " + known + "?").orElse("");
    }

    /** The environment variable of a key (MicroProfile Config 3.1, "Environment Variables Mapping Rules"). */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
