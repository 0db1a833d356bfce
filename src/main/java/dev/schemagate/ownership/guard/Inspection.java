package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.schemagate.files.Resource;
import dev.schemagate.sql.Identifiers;

/**
 * What of the guard is in a database, beside what this program would install.
 *
 * @param installed whether any of it is there
 * @param differences a sentence each; empty where it is as this program would install it
 * @param notes what is meant to be so and still lets somebody past it
 */
public record Inspection(boolean installed, List<String> differences, List<String> notes) {

    /** Nothing of it. */
    public static final Inspection NONE = new Inspection(false, List.of(), List.of());

    private static final String STANDING_OVERRIDE = "schema_gate.override=";

    /** The schema of the guard beside that of the bookkeeping. */
    static String schemaOf(String bookkeeping) {
        return bookkeeping + "_guard";
    }

    /** A query for two columns, part and shape, whose rows {@link #quick} takes. Any role may run it. */
    public static String quickQuery(String bookkeeping) {
        return query("triggers.sql", bookkeeping);
    }

    /** As {@link #quickQuery}, for {@link #of}: costs more, and tells all of it. */
    public static String query(String bookkeeping) {
        return quickQuery(bookkeeping) + " UNION ALL " + query("parts.sql", bookkeeping);
    }

    private static String query(String resource, String bookkeeping) {
        return Resource.fill(
                Resource.text(Inspection.class, resource),
                Map.of(
                        "guard_name", Identifiers.literal(schemaOf(bookkeeping)),
                        "schema_name", Identifiers.literal(bookkeeping)));
    }

    /** Whether the triggers are there and switched on, and the version; not what their functions say. */
    public static Inspection quick(GuardScript script, Map<String, String> found) {
        return of(found, () -> {
            Map<String, String> expected = new TreeMap<>(script.parts());
            expected.keySet().removeIf(part -> part.startsWith("function"));
            return expected;
        });
    }

    /**
     * All of it.
     *
     * @param found the rows of {@link #query}
     * @param session to look which schemas are guarded
     */
    public static Inspection of(GuardScript script, Map<String, String> found, Connection session) throws SQLException {
        return Coverage.added(of(found, script::parts), session, script);
    }

    private static Inspection of(Map<String, String> found, Supplier<Map<String, String>> parts) {
        if (found.keySet().stream().noneMatch(part -> part.startsWith("event trigger"))) {
            return NONE;
        }
        Map<String, String> expected = parts.get();
        List<String> differences = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        expected.forEach((part, shape) -> {
            if (!shape.equals(found.get(part))) {
                differences.add(difference(part, shape, found.get(part)));
            }
        });
        Map<String, String> others = new TreeMap<>(found);
        others.keySet().removeAll(expected.keySet());
        others.forEach((part, shape) -> {
            if (shape.startsWith(STANDING_OVERRIDE)) {
                notes.add(part + ": the guard lets it do everything at all times (" + shape + ")");
            } else if (part.startsWith("setting")) {
                differences.add(part + ": " + shape + " switches the guard off");
            } else {
                differences.add(part + " is none of the guard's");
            }
        });
        return new Inspection(true, differences, notes);
    }

    private static String difference(String part, String shape, String found) {
        if (found == null) {
            return part + " is missing";
        }
        return part + (part.startsWith("function") ? " is another" : " is " + found + ", not " + shape);
    }

    /** Whether it guards as this program means it to. */
    public boolean intact() {
        return installed && differences.isEmpty();
    }

    /** In a few words. */
    public String summary() {
        if (!installed) {
            return "guard not installed";
        }
        return intact()
                ? "guard installed"
                : "guard installed, and not as it should be: " + differences.get(0)
                        + (differences.size() > 1 ? " and " + (differences.size() - 1) + " more" : "");
    }
}
