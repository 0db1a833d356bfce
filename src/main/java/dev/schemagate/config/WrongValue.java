package dev.schemagate.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value that its type cannot be made from: SmallRye's message without its codes and classes. */
final class WrongValue {

    private static final Pattern UNREADABLE = Pattern.compile(
            "SRCFG00039: The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);

    private static final Pattern EMPTY = Pattern.compile("SRCFG000(?:14|40|41): The config property (\\S+) .*");

    private static final Pattern ONE_OF = Pattern.compile("allowed values: (.*)");

    private WrongValue() {}

    static String sentence(String message) {
        Matcher empty = EMPTY.matcher(message);
        if (empty.find()) {
            return empty.group(1) + ": empty is not allowed; give it a value, or leave it out for the default";
        }
        Matcher unreadable = UNREADABLE.matcher(message);
        return unreadable.find()
                ? unreadable.group(1) + ": '" + unreadable.group(2) + "' is not allowed; "
                        + allowed(unreadable.group(3))
                : message;
    }

    private static String allowed(String converter) {
        Matcher values = ONE_OF.matcher(converter);
        if (values.find()) {
            return "write one of " + values.group(1).replace(",", ", ");
        }
        if (converter.contains("duration")) {
            return "write a duration such as 200ms, 30s or 10m";
        }
        return converter.contains("integer") ? "write a whole number" : converter;
    }
}
