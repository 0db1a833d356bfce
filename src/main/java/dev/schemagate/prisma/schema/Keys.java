package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Optional;

/** The fields that {@code @@id}, {@code @@unique}, {@code @@index} and {@code @relation} name. */
public final class Keys {

    private Keys() {}

    /** One field of an index; {@code arguments} are its {@code sort}, {@code ops}. */
    public record Part(Field field, List<Argument> arguments) {

        public Optional<Value> argument(String name) {
            return arguments.stream()
                    .filter(a -> a.name().equals(name))
                    .map(Argument::value)
                    .findFirst();
        }
    }

    static List<Field> fields(Model model, Attribute key) {
        return parts(model, key).stream().map(Part::field).toList();
    }

    /** What a block attribute indexes. */
    public static List<Part> parts(Model model, Attribute key) {
        return key.argument("fields").map(list -> parts(model, list)).orElse(List.of());
    }

    static List<Part> parts(Model model, Value list) {
        List<Value> values = list instanceof Value.Array array ? array.values() : List.of(list);
        return values.stream().map(value -> part(model, value)).toList();
    }

    private static Part part(Model model, Value value) {
        if (value instanceof Value.Call call) {
            return new Part(field(model, call.name(), call.place()), call.arguments());
        }
        if (value instanceof Value.Name name) {
            return new Part(field(model, name.text(), name.place()), List.of());
        }
        throw value.place().refuse("this is not the name of a field");
    }

    private static Field field(Model model, String name, Place place) {
        return model.field(name).orElseThrow(() -> place.refuse("model " + model.name() + " has no field " + name));
    }
}
