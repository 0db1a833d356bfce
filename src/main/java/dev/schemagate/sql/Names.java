package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

/** Names as the syntax tree holds them. */
final class Names {
    private Names() {}

    /** The table of a RangeVar. */
    static QualifiedName relation(Node rangeVar) {
        Node range = rangeVar.inner();
        String schema = range.text("relpersistence").equals("t") ? "pg_temp" : range.textOrNull("schemaname");
        return new QualifiedName(schema, range.text("relname"));
    }

    /** A list of String nodes: name, schema and name, or catalog, schema and name. */
    static QualifiedName of(List<Node> parts) {
        List<String> names = strings(parts);
        int last = names.size() - 1;
        return last < 0
                ? QualifiedName.unqualified("")
                : new QualifiedName(last > 0 ? names.get(last - 1) : null, names.get(last));
    }

    /** The values of String nodes; other nodes are left out. */
    static List<String> strings(List<Node> nodes) {
        List<String> values = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            if (node.is("String")) {
                values.add(node.inner().text("sval"));
            }
        }
        return values;
    }

    /** A role as GRANT and OWNER TO name it. */
    static String role(Node roleSpec) {
        Node role = roleSpec.inner();
        return switch (role.text("roletype")) {
            case "ROLESPEC_PUBLIC" -> "PUBLIC";
            case "ROLESPEC_CURRENT_USER" -> "CURRENT_USER";
            case "ROLESPEC_CURRENT_ROLE" -> "CURRENT_ROLE";
            case "ROLESPEC_SESSION_USER" -> "SESSION_USER";
            default -> role.text("rolename");
        };
    }

    static boolean cascade(Node statement) {
        return statement.text("behavior").equals("DROP_CASCADE");
    }

    /** The argument of an option as text; empty where it has none. */
    static String option(Node defElem) {
        Node argument = defElem.inner().get("arg");
        Node value = argument.inner();
        return switch (argument.tag()) {
            case "String" -> value.text("sval");
            case "Integer" -> String.valueOf(value.number("ival", 0));
            case "Float" -> value.text("fval");
            case "Boolean" -> String.valueOf(value.flag("boolval"));
            case "TypeName" -> of(value.list("names")).name();
            case "List" -> String.join(".", strings(value.list("items")));
            default -> "";
        };
    }
}
