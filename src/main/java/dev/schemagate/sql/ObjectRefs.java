package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Objects as DROP, COMMENT, ALTER ... RENAME and GRANT name them. */
final class ObjectRefs {
    private ObjectRefs() {}

    /** The object of a node: a String, a list of them, a type, a function with arguments, or a table. */
    static ObjectRef of(ObjectKind kind, Node object) {
        Node inner = object.inner();
        return switch (object.tag()) {
            case "String" -> ObjectRef.of(kind, QualifiedName.unqualified(inner.text("sval")));
            case "RangeVar" -> ObjectRef.of(kind, Names.relation(inner));
            case "TypeName" -> ObjectRef.of(kind, Names.of(inner.list("names")));
            case "ObjectWithArgs" -> new ObjectRef(kind, Names.of(inner.list("objname")), null, signature(inner));
            case "List" -> ofList(kind, inner.list("items"));
            default -> ObjectRef.of(kind, QualifiedName.unqualified(""));
        };
    }

    private static ObjectRef ofList(ObjectKind kind, List<Node> items) {
        List<String> names = Names.strings(items);
        switch (kind) {
            case TRIGGER, POLICY, RULE, CONSTRAINT, COLUMN -> {
                int last = names.size() - 1;
                String schema = last > 1 ? names.get(last - 2) : null;
                String table = last > 0 ? names.get(last - 1) : "";
                return ObjectRef.part(kind, new QualifiedName(schema, table), names.get(last));
            }
            case DOMAIN_CONSTRAINT -> {
                QualifiedName domain = Names.of(items.get(0).inner().list("names"));
                return ObjectRef.part(kind, domain, String.join(".", names));
            }
            case CAST, TRANSFORM, USER_MAPPING -> {
                StringJoiner text = new StringJoiner(" ");
                items.forEach(i -> text.add(
                        i.is("TypeName") ? TypeReader.canonical(i) : i.inner().text("sval")));
                return ObjectRef.of(kind, QualifiedName.unqualified(text.toString()));
            }
            case OPERATOR_CLASS, OPERATOR_FAMILY -> {
                QualifiedName name = Names.of(items.subList(1, items.size()));
                return new ObjectRef(kind, name, null, names.get(0));
            }
            default -> {
                return ObjectRef.of(kind, Names.of(items));
            }
        }
    }

    private static String signature(Node function) {
        if (function.flag("args_unspecified")) {
            return "";
        }
        List<String> types = new ArrayList<>();
        function.list("objargs").forEach(t -> types.add(TypeReader.canonical(t)));
        return "(" + String.join(", ", types) + ")";
    }

    /** The input types of a function's definition. */
    static String parameters(List<Node> parameters) {
        List<String> types = new ArrayList<>();
        for (Node parameter : parameters) {
            String mode = parameter.inner().text("mode");
            if (!mode.equals("FUNC_PARAM_OUT") && !mode.equals("FUNC_PARAM_TABLE")) {
                types.add(TypeReader.canonical(parameter.inner().get("argType")));
            }
        }
        return "(" + String.join(", ", types) + ")";
    }
}
