package dev.schemagate.migrate.flyway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** Flyway's {@code ${name}}, replaced as Flyway does before it reads SQL: everywhere, also in strings and comments. */
public final class Placeholders {

    private static final String FILE_NAME = "flyway:filename";

    private final Map<String, String> builtIn = new HashMap<>();
    private final Map<String, String> given = new TreeMap<>();
    private final Map<String, String> asVariables = new HashMap<>();

    /**
     * @param given by a person. An environment variable cannot spell every name, so what stands for {@code app.user} stands for
     *     {@code app_user} and {@code app-user} too, where nobody gave those
     * @param ownedSchema what {@code flyway:defaultSchema} is
     * @param user who migrates
     * @param database that is migrated
     */
    public Placeholders(Map<String, String> given, String ownedSchema, String user, String database) {
        given.forEach((name, value) -> {
            this.given.put(name.toLowerCase(Locale.ROOT), value);
            asVariables.putIfAbsent(variable(name), value);
        });
        builtIn.put("flyway:defaultschema", ownedSchema);
        builtIn.put("flyway:user", user);
        builtIn.put("flyway:database", database);
        builtIn.put("flyway:table", FlywayEngine.HISTORY);
        builtIn.put("flyway:environment", "default");
        builtIn.put("flyway:workingdirectory", System.getProperty("user.dir"));
        // Flyway writes the second of its start there, which is as good as any other for what a statement does.
        builtIn.put("flyway:timestamp", "2000-01-01 00:00:00");
    }

    /** Without a database: its name, and that of the user where no role is set, stand for themselves. */
    public static Placeholders offline(Map<String, String> given, String ownedSchema, Optional<String> role) {
        return new Placeholders(given, ownedSchema, role.orElse("flyway_user"), "flyway_database");
    }

    /**
     * A text with its placeholders replaced.
     *
     * @param used those with a value that a person gave
     * @param missing those without a value, which stand for themselves so that the rest can be judged
     */
    record Replaced(String text, Map<String, String> used, List<Missing> missing) {}

    /** @param offset of what stands for it */
    record Missing(String name, int offset) {}

    Replaced replace(String text, String fileName) {
        StringBuilder replaced = new StringBuilder(text.length());
        Map<String, String> used = new HashMap<>();
        List<Missing> missing = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar + 1 >= text.length()) {
                break;
            }
            if (text.charAt(dollar + 1) != '{') {
                // Flyway looks two characters ahead and passes both on, so that in $${name} there is no placeholder.
                replaced.append(text, at, dollar + 2);
                at = dollar + 2;
                continue;
            }
            replaced.append(text, at, dollar);
            int close = text.indexOf('}', dollar + 2);
            int end = close < 0 ? text.length() : close;
            String name = text.substring(dollar + 2, end);
            String value = close < 0 ? null : value(name, fileName);
            if (value == null) {
                missing.add(new Missing(name.lines().findFirst().orElse(""), replaced.length()));
            } else if (!isFlyways(name)) {
                used.put(name, value);
            }
            replaced.append(value == null ? name.replaceAll("\\W", "_") : value);
            at = Math.min(end + 1, text.length());
        }
        return new Replaced(replaced.append(text, at, text.length()).toString(), used, missing);
    }

    private static boolean isFlyways(String name) {
        return name.regionMatches(true, 0, "flyway:", 0, "flyway:".length());
    }

    private @Nullable String value(String name, String fileName) {
        String key = name.toLowerCase(Locale.ROOT);
        if (isFlyways(name)) {
            return key.equals(FILE_NAME) ? fileName : builtIn.get(key);
        }
        String value = given.get(key);
        return value == null ? asVariables.get(variable(name)) : value;
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
