package dev.schemagate.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** How the terms of expressions look in the syntax tree. */
final class Terms {

    /** An expression that is nested deeper is not looked into: what is asked of it is then not plain to see. */
    static final int MAX_DEPTH = 100;

    private Terms() {}

    /** The value under casts, COLLATE and nothing else. */
    static Node bare(Node term) {
        Node value = term;
        while (value.is("TypeCast") || value.is("CollateClause")) {
            value = value.inner().get("arg");
        }
        return value;
    }

    static boolean isNull(Node term) {
        Node value = bare(term);
        return value.is("A_Const") && value.inner().flag("isnull");
    }

    /** Whether it is a constant other than NULL, with casts of PostgreSQL's own around it or not. */
    static boolean isConstant(Node term) {
        Node value = term;
        while (value.is("TypeCast") && BuiltIns.type(type(value))) {
            value = value.inner().get("arg");
        }
        // -1 is an operator and a number
        if (value.is("A_Expr")
                && value.inner().get("lexpr").isEmpty()
                && operator(value).equals("-")) {
            value = value.inner().get("rexpr");
        }
        return value.is("A_Const") && !value.inner().flag("isnull");
    }

    /** The name of an operator of PostgreSQL; empty for any other. */
    static String operator(Node expression) {
        QualifiedName name = Names.of(expression.inner().list("name"));
        return BuiltIns.operator(name) ? name.name() : "";
    }

    /** The name of a function of PostgreSQL that is called plainly; empty for any other. */
    static String function(Node call) {
        QualifiedName name = Names.of(call.inner().list("funcname"));
        return BuiltIns.harmless(name) ? name.name() : "";
    }

    /** The type of a constant or a cast, as {@code pg_type} calls it; null where that is not plain to see. */
    static @Nullable String knownType(Node term) {
        if (term.is("TypeCast")) {
            boolean array = !term.inner().get("typeName").list("arrayBounds").isEmpty();
            return (array ? "_" : "") + type(term).name();
        }
        if (!term.is("A_Const")) {
            return null;
        }
        Node constant = term.inner();
        return constant.has("ival")
                ? "int4"
                : constant.has("fval") ? "numeric" : constant.has("boolval") ? "bool" : null;
    }

    /** The type of a cast. */
    static QualifiedName type(Node cast) {
        return Names.of(cast.inner().get("typeName").list("names"));
    }

    /** The items of a list, or the term itself. */
    static List<Node> items(Node term) {
        return term.is("List") ? term.inner().list("items") : List.of(term);
    }
}
