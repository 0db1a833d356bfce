package dev.schemagate.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A type as a column has it.
 *
 * @param name as {@code format_type} prints it, without the modifiers
 * @param modifiers empty where it has none
 */
public record ColumnType(String name, List<Integer> modifiers) {

    private static final Pattern PRINTED = Pattern.compile("([^(]+)\\(([-0-9, ]+)\\)(.*)");

    private static final Set<String> TIMES = Set.of(
            "timestamp without time zone", "timestamp with time zone", "time without time zone", "time with time zone");

    /** Without modifiers. */
    private static final Map<String, Set<String>> WIDER = Map.of(
            "smallint", Set.of("integer", "bigint", "numeric"),
            "integer", Set.of("bigint", "numeric"),
            "bigint", Set.of("numeric"),
            "real", Set.of("double precision"),
            "character varying", Set.of("text"),
            "character", Set.of("text"),
            "name", Set.of("text"),
            "text", Set.of("character varying"));

    /** @param printed as {@code format_type} prints it, or {@link TypeRef#canonical} */
    public static ColumnType of(String printed) {
        Matcher parts = PRINTED.matcher(printed);
        if (printed.startsWith("interval") || !parts.matches()) {
            return new ColumnType(printed.replaceFirst("^bpchar\\b", "character"), List.of());
        }
        String name = parts.group(1) + parts.group(3);
        List<Integer> modifiers = Stream.of(parts.group(2).split(","))
                .map(number -> Integer.valueOf(number.strip()))
                .toList();
        boolean scale = name.startsWith("numeric") && modifiers.size() == 1;
        return new ColumnType(name, scale ? List.of(modifiers.get(0), 0) : modifiers);
    }

    /** Whether it holds every value of the old type, as the guard's own {@code widens} has it. */
    public boolean holds(ColumnType old) {
        if (equals(old)) {
            return true;
        }
        if (!name.equals(old.name)) {
            boolean interval = name.matches("interval(\\[])?")
                    && old.name.startsWith("interval")
                    && name.endsWith("]") == old.name.endsWith("]");
            return interval
                    || modifiers.isEmpty()
                            && WIDER.getOrDefault(old.name, Set.of()).contains(name);
        }
        if (modifiers.isEmpty()) {
            return true;
        }
        if (old.modifiers.isEmpty()) {
            // Without a number they have six digits.
            return TIMES.contains(name) && modifiers.get(0) == 6;
        }
        if (name.equals("numeric")) {
            return scale() >= old.scale() && modifiers.get(0) - scale() >= old.modifiers.get(0) - old.scale();
        }
        return (TIMES.contains(name) || name.equals("character varying") || name.equals("bit varying"))
                && modifiers.get(0) >= old.modifiers.get(0);
    }

    /** As the server keeps it: eleven bits, without a sign. */
    private int scale() {
        return modifiers.get(1) & 2047;
    }
}
