package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Optional;

/** {@code @name(…)} of a field or label, {@code @@name(…)} of a block. {@code name} is without {@code @}, such as {@code db.VarChar}. */
public record Attribute(String name, List<Argument> arguments, Place place) {

    /** Whether it gives a field a type of the database's. */
    boolean isNative() {
        return name.indexOf('.') > 0;
    }

    /** What stands behind the data source's name: {@code VarChar} of {@code @db.VarChar}. */
    public String nativeType() {
        return name.substring(name.indexOf('.') + 1);
    }

    /** The argument of that name. */
    public Optional<Value> named(String argument) {
        return arguments.stream()
                .filter(a -> a.name().equals(argument))
                .map(Argument::value)
                .findFirst();
    }

    /** The argument of that name, or the first without any. */
    public Optional<Value> argument(String main) {
        return named(main).or(() -> named(""));
    }

    /** The text of {@link #named}. */
    public Optional<String> text(String argument) {
        return named(argument).flatMap(Attribute::text);
    }

    static Optional<String> text(Value value) {
        return value instanceof Value.Text text ? Optional.of(text.text()) : Optional.empty();
    }
}
