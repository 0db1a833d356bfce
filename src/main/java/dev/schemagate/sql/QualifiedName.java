package dev.schemagate.sql;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The real name of an object: quotes removed, unquoted letters folded, cut to 63 bytes as the server does.
 *
 * @param schema as written, or null where the statement leaves it to the search path; temporary objects have
 *     {@code pg_temp}
 */
public record QualifiedName(@Nullable String schema, String name) {

    /** A name that the search path resolves. */
    public static QualifiedName unqualified(String name) {
        return new QualifiedName(null, name);
    }

    /** This name in the same schema as another. */
    public QualifiedName sibling(String other) {
        return new QualifiedName(schema, other);
    }

    /** As SQL would have to spell it, quoted only where needed. */
    public String sql() {
        return schema == null ? quote(name) : quote(schema) + "." + quote(name);
    }

    @Override
    public String toString() {
        return sql();
    }

    /** One identifier as SQL, quoted unless it is plainly lower-case and no keyword. */
    public static String quote(String identifier) {
        boolean plain =
                identifier.matches("[a-z_][a-z0-9_]*") && !Keywords.reserved(identifier.toLowerCase(Locale.ROOT));
        return plain ? identifier : Identifiers.quote(identifier);
    }
}
