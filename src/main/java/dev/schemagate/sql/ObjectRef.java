package dev.schemagate.sql;

import org.jspecify.annotations.Nullable;

/**
 * An object a statement names.
 *
 * @param name of the object, or of the table it belongs to where {@code part} is set; objects outside schemas (roles,
 *     extensions, schemas themselves) have no schema
 * @param part the column, constraint, trigger, policy, rule or attribute inside {@code name}
 * @param signature argument types in parentheses of functions and operators, as normalised types; empty where not written
 */
public record ObjectRef(
        ObjectKind kind, QualifiedName name, @Nullable String part, String signature) {

    /** An object that stands by itself. */
    public static ObjectRef of(ObjectKind kind, QualifiedName name) {
        return new ObjectRef(kind, name, null, "");
    }

    /** Something inside a relation. */
    public static ObjectRef part(ObjectKind kind, QualifiedName owner, String part) {
        return new ObjectRef(kind, owner, part, "");
    }
}
