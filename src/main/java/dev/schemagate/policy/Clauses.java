package dev.schemagate.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.schemagate.sql.ConstraintDefinition.Reference;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.QualifiedName;

/** Optional clauses of definitions, each with a blank before it; empty where there is nothing to say. */
final class Clauses {

    private Clauses() {}

    static <T> String list(Collection<T> elements, Function<T, String> text) {
        return elements.stream().map(text).collect(Collectors.joining(", "));
    }

    static String names(String before, Collection<String> names, String after) {
        return names.isEmpty() ? "" : before + list(names, QualifiedName::quote) + after;
    }

    static String storage(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : " WITH (" + list(parameters.entrySet(), one -> one.getKey() + " = " + value(one.getValue())) + ")";
    }

    /** A parameter without a value is written as one that is on. */
    private static String value(String value) {
        return value.isEmpty() ? "true" : value.matches("[\\w.+-]+") ? value : Identifiers.literal(value);
    }

    static String match(Reference.Match match) {
        return match == Reference.Match.SIMPLE ? "" : " MATCH " + match.name().toUpperCase(Locale.ROOT);
    }

    static String action(String clause, Reference.Action action) {
        return action == Reference.Action.NO_ACTION
                ? ""
                : clause + action.name().replace('_', ' ');
    }
}
