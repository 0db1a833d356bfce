package dev.schemagate.desired;

import java.util.List;

import dev.schemagate.sql.TypeRef;

/** A type with its modifiers as the catalog would print it, and the comparison of two such texts. */
final class TypeText {

    private TypeText() {}

    static String of(TypeRef type) {
        List<String> modifiers = type.modifiers();
        // numeric(10) is stored as numeric(10,0), the one type whose modifiers the server completes.
        if (type.name().name().equals("numeric") && modifiers.size() == 1) {
            return new TypeRef(type.text(), type.name(), List.of(modifiers.get(0), "0"), type.dimensions()).canonical();
        }
        return type.canonical();
    }

    /**
     * What a column's values are cast to before they are compared: the type without its modifiers, since an explicit cast
     * to them would cut off what an assignment refuses; those of interval are part of how its literals are read.
     */
    static String ofValue(String type, String base) {
        return type.startsWith("interval") ? type : base;
    }

    /** Whether the modifiers in parentheses are the same; those of extensions' types may differ in case and blanks. */
    static boolean sameModifiers(String asked, String actual) {
        return modifiers(asked).equalsIgnoreCase(modifiers(actual));
    }

    private static String modifiers(String type) {
        if (type.startsWith("interval")) {
            return type.replace(" ", "");
        }
        int open = type.indexOf('(');
        int close = type.lastIndexOf(')');
        return open < 0 || close < open ? "" : type.substring(open, close).replace(" ", "");
    }
}
