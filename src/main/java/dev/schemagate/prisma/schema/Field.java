package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A field of a model.
 *
 * @param type a scalar type, an enum, a model; {@code Unsupported}
 * @param unsupported the database's own type where {@code type} is Unsupported
 */
public record Field(
        String name, String type, @Nullable String unsupported, Arity arity, List<Attribute> attributes, Place place)
        implements Attributed {

    /** How many values it has. */
    public enum Arity {
        REQUIRED,
        OPTIONAL,
        LIST
    }

    /** {@code @db.…}, or whatever the data source is called. */
    public Optional<Attribute> nativeType() {
        return attributes.stream().filter(Attribute::isNative).findFirst();
    }

    /** What stands in {@code @default(…)}. */
    public Optional<Value> defaultValue() {
        return attribute("default").flatMap(d -> d.argument("value"));
    }
}
