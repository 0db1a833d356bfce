package dev.schemagate.prisma.schema;

import java.util.List;

/** What an argument or a setting says. */
public sealed interface Value {

    Place place();

    record Text(String text, Place place) implements Value {}

    /** As it is written. */
    record Number(String text, Place place) implements Value {}

    /** {@code true}, a label, a field, an action. */
    record Name(String text, Place place) implements Value {}

    record Call(String name, List<Argument> arguments, Place place) implements Value {

        /** Whether it is that function. */
        public boolean is(String function) {
            return name.equals(function);
        }
    }

    record Array(List<Value> values, Place place) implements Value {}
}
