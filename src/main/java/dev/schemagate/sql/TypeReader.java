package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

/** Reads type names. */
final class TypeReader {
    private TypeReader() {}

    /** The type of a TypeName, with the text it was written as. */
    static TypeRef read(Node typeName, String text) {
        List<String> modifiers = new ArrayList<>();
        for (Node modifier : typeName.list("typmods")) {
            modifiers.add(modifier(modifier));
        }
        QualifiedName name = Names.of(typeName.list("names"));
        if (name.schema() == null && BuiltIns.typeName(name.name())) {
            name = new QualifiedName("pg_catalog", name.name());
        }
        int dimensions = typeName.list("arrayBounds").size();
        return new TypeRef(text, name, modifiers, dimensions);
    }

    /** As a signature lists it, such as {@code integer}. */
    static String canonical(Node typeName) {
        return read(typeName.inner(), "").canonical();
    }

    private static String modifier(Node node) {
        Node constant = node.inner();
        if (node.is("A_Const")) {
            if (constant.has("ival")) {
                return String.valueOf(constant.get("ival").number("ival", 0));
            }
            return constant.has("sval")
                    ? constant.get("sval").text("sval")
                    : constant.get("fval").text("fval");
        }
        if (node.is("ColumnRef")) {
            return String.join(".", Names.strings(constant.list("fields")));
        }
        return node.is("String") ? constant.text("sval") : "";
    }
}
