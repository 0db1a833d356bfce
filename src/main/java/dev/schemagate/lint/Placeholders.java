package dev.schemagate.lint;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flyway's {@code ${name}}, replaced as Flyway does before it reads SQL: everywhere, also in strings and comments. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w:.-]+)\\}");

    private final Map<String, String> values;
    private final Set<String> missing = new TreeSet<>();

    /** @param values by name; {@code flyway:defaultSchema} is among them */
    Placeholders(Map<String, String> values) {
        this.values = values;
    }

    /** The text with values; a name without one stands for itself, so that the rest can be judged. */
    String resolve(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            String value = values.get(name);
            if (value == null) {
                missing.add(name);
            }
            return Matcher.quoteReplacement(value == null ? name.replaceAll("\\W", "_") : value);
        });
    }

    /** The names that had no value, in order. */
    Set<String> missing() {
        return missing;
    }
}
