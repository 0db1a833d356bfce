package dev.schemagate.sql;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Functions that do what a command does. */
final class CallReader {
    private CallReader() {}

    /** Adds the effect of the command and says whether the function is such a one. */
    static boolean special(StatementDraft out, Node call, QualifiedName function, SourceRange range) {
        boolean builtIn = function.schema() == null || function.schema().equals("pg_catalog");
        List<Node> arguments = call.list("args");
        if (!builtIn || arguments.isEmpty()) {
            return false;
        }
        String first = constant(arguments.get(0));
        switch (function.name()) {
            case "set_config" -> {
                if (first == null || arguments.size() != 3) {
                    return false;
                }
                String name = first.toLowerCase(Locale.ROOT);
                boolean local = isTrue(arguments.get(2));
                out.add(
                        range,
                        new SessionChange.Setting(name, constant(arguments.get(1)), local),
                        Repetition.BY_NATURE);
                return true;
            }
            case "pg_notify" -> {
                if (first == null) {
                    return false;
                }
                out.add(range, new SessionChange.Notify(first), Repetition.BY_NATURE);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** The value of a string constant, casts aside; null for anything else. */
    static @Nullable String constant(Node node) {
        Node value = node;
        while (value.is("TypeCast")) {
            value = value.inner().get("arg");
        }
        return value.is("A_Const") && value.inner().has("sval")
                ? value.inner().get("sval").text("sval")
                : null;
    }

    private static boolean isTrue(Node node) {
        Node value = node;
        while (value.is("TypeCast")) {
            value = value.inner().get("arg");
        }
        return value.inner().get("boolval").flag("boolval") || "t".equals(constant(node));
    }
}
