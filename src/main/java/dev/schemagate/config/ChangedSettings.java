package dev.schemagate.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.jspecify.annotations.Nullable;

/** The settings that somebody has changed, for people: without what may be a secret. */
public final class ChangedSettings {

    /** A password may be in a URL, in the arguments of a command, in a query, in what is announced, and in what a migration is told. */
    private static final Pattern SECRET =
            Pattern.compile("(url|password|token|secret|key|command|payload|query|placeholders\\.\\*)$");

    /** What is shown in the place of a value. */
    public static final String SET = "(set)";

    /** A key that has another value than its default, and that value, or {@link #SET}. */
    public record Setting(String key, String value) {}

    private ChangedSettings() {}

    /** In the order of {@code docs/configuration.md}. */
    public static List<Setting> of(Config config) {
        List<Setting> changed = new ArrayList<>();
        for (String key : KnownKeys.all()) {
            String value = key.endsWith("*") ? below(key, config) : value(key, config);
            if (value != null) {
                changed.add(new Setting(key, SECRET.matcher(key).find() ? SET : value));
            }
        }
        return List.copyOf(changed);
    }

    private static @Nullable String below(String key, Config config) {
        String prefix = key.substring(0, key.length() - 1);
        boolean any = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(name -> name.startsWith(prefix));
        return any ? SET : null;
    }

    private static @Nullable String value(String key, Config config) {
        ConfigValue found = config.getConfigValue(key);
        String value = found.getValue();
        return value == null || value.isEmpty() || value.equals(defaultValue(key, config)) ? null : value;
    }

    /** Defaults are a source of their own, behind all that anybody can set. */
    private static @Nullable String defaultValue(String key, Config config) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> source.getOrdinal() < 0)
                .map(source -> source.getValue(key))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
