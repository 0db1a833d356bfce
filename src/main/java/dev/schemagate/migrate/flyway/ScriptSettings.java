package dev.schemagate.migrate.flyway;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import java.util.Properties;

/**
 * What stands in the {@code .conf} beside a file (Flyway manual, "Script configuration").
 *
 * @param executeInTransaction empty where the statements decide
 * @param problem why it cannot be used; empty where it can
 */
record ScriptSettings(
        Optional<Boolean> executeInTransaction, boolean placeholderReplacement, Charset encoding, String problem) {

    static final ScriptSettings NONE = new ScriptSettings(Optional.empty(), true, StandardCharsets.UTF_8, "");

    static ScriptSettings read(String text) {
        Properties properties = new Properties();
        try {
            // Flyway takes a backslash for itself.
            properties.load(new StringReader(text.replace("\\", "\\\\")));
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be read", e);
        }
        Optional<Boolean> transaction = Optional.empty();
        boolean placeholders = true;
        Charset encoding = StandardCharsets.UTF_8;
        for (String key : properties.stringPropertyNames()) {
            String value = properties.getProperty(key).strip();
            switch (key) {
                case "executeInTransaction", "placeholderReplacement" -> {
                    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                        return unusable(key + " must be true or false, and is " + value);
                    }
                    if (key.equals("executeInTransaction")) {
                        transaction = Optional.of(Boolean.valueOf(value));
                    } else {
                        placeholders = Boolean.parseBoolean(value);
                    }
                }
                case "encoding" -> {
                    try {
                        encoding = Charset.forName(value);
                    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                        return unusable("encoding " + value + " is not known");
                    }
                }
                case "shouldExecute" -> {
                    return unusable("shouldExecute belongs to Flyway's paid editions");
                }
                default -> {
                    return unusable(
                            key + " is not a setting; executeInTransaction, placeholderReplacement and encoding are");
                }
            }
        }
        return new ScriptSettings(transaction, placeholders, encoding, "");
    }

    private static ScriptSettings unusable(String problem) {
        return new ScriptSettings(Optional.empty(), true, StandardCharsets.UTF_8, problem);
    }
}
