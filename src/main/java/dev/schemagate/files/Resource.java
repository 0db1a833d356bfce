package dev.schemagate.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that the program brings along. */
public final class Resource {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private Resource() {}

    /** The UTF-8 text of a resource that lies beside a class. */
    public static String text(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts values in the place of {@code ${name}}; what a value holds is not looked at again. */
    public static String fill(String template, Map<String, String> values) {
        return VARIABLE.matcher(template).replaceAll(variable -> {
            String value = values.get(variable.group(1));
            if (value == null) {
                throw new IllegalStateException("no value for " + variable.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
