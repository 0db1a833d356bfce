package dev.schemagate.prisma.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Whether a field's type, native type and default fit together. */
final class FieldCheck {

    private static final Map<String, Set<ScalarType>> FUNCTIONS = Map.of(
            "autoincrement", Set.of(ScalarType.INT, ScalarType.BIG_INT),
            "now", Set.of(ScalarType.DATE_TIME),
            "uuid", Set.of(ScalarType.STRING),
            "cuid", Set.of(ScalarType.STRING),
            "ulid", Set.of(ScalarType.STRING),
            "nanoid", Set.of(ScalarType.STRING));

    private final Field field;
    private final Config config;
    private final @Nullable ScalarType scalar;
    private final @Nullable EnumType enumType;

    FieldCheck(Field field, Map<String, EnumType> enums, Config config) {
        this.field = field;
        this.config = config;
        this.scalar = ScalarType.of(field.type()).orElse(null);
        this.enumType = enums.get(field.type());
    }

    void check() {
        if (scalar == null && enumType == null && field.unsupported() == null) {
            throw field.place()
                    .refuse("type " + field.type() + " is neither a built-in type, nor refers to a model or enum");
        }
        field.nativeType().ifPresent(this::nativeType);
        field.attribute("relation").ifPresent(relation -> {
            throw relation.place().refuse("@relation is only for fields whose type is a model");
        });
        boolean moment = scalar == ScalarType.DATE_TIME && field.arity() != Field.Arity.LIST;
        field.attribute("updatedAt").filter(a -> !moment).ifPresent(updatedAt -> {
            throw updatedAt.place().refuse("@updatedAt is only for fields of type DateTime, and not for lists");
        });
        field.defaultValue().ifPresent(this::defaultValue);
    }

    private void nativeType(Attribute type) {
        String name = type.nativeType();
        if (!type.name().equals(config.datasource() + "." + name)) {
            throw type.place().refuse("native types of this schema begin with @" + config.datasource() + ".");
        }
        if (!ScalarType.isNative(name)) {
            throw type.place().refuse("native type " + name + " is not supported on PostgreSQL");
        }
        if (scalar == null || !scalar.mayBe(name)) {
            throw type.place().refuse("native type " + name + " is not compatible with " + field.type());
        }
        int allowed = scalar.arguments(name);
        int given = type.arguments().size();
        if (given > allowed || given == 1 && allowed == 2) {
            throw type.place().refuse("native type " + name + " takes " + allowed + " arguments");
        }
        for (Argument argument : type.arguments()) {
            if (!(argument.value() instanceof Value.Number number
                    && number.text().matches("\\d{1,9}"))) {
                throw argument.place().refuse("a native type's argument is a number");
            }
        }
    }

    private void defaultValue(Value value) {
        if (field.unsupported() != null && !isGenerated(value)) {
            throw value.place().refuse("an Unsupported field can only have dbgenerated() as its default");
        }
        if (field.arity() == Field.Arity.LIST && !isGenerated(value)) {
            if (!(value instanceof Value.Array array)) {
                throw value.place().refuse("the default of a list field must be a list");
            }
            array.values().forEach(this::single);
        } else {
            single(value);
        }
    }

    private static boolean isGenerated(Value value) {
        return value instanceof Value.Call call && call.is("dbgenerated");
    }

    private void single(Value value) {
        if (value instanceof Value.Call call) {
            function(call);
        } else if (!fits(value)) {
            throw value.place().refuse("this is no value of type " + field.type());
        }
    }

    private void function(Value.Call call) {
        if (call.is("dbgenerated")) {
            boolean text = call.arguments().stream()
                    .allMatch(
                            a -> a.value() instanceof Value.Text t && !t.text().isEmpty());
            if (call.arguments().size() > 1 || !text) {
                throw call.place().refuse("dbgenerated() takes one text that is not empty, or nothing");
            }
            return;
        }
        if (!FUNCTIONS.containsKey(call.name())) {
            throw call.place().refuse("the function " + call.name() + "() is not known");
        }
        if (scalar == null || !FUNCTIONS.get(call.name()).contains(scalar) || field.arity() == Field.Arity.LIST) {
            throw call.place()
                    .refuse("the function " + call.name() + "() cannot be used on a field of type " + field.type());
        }
        List<Value> arguments = call.arguments().stream().map(Argument::value).toList();
        int most = Set.of("uuid", "cuid", "nanoid").contains(call.name()) ? 1 : 0;
        if (arguments.size() > most || arguments.stream().anyMatch(a -> !allowed(call, a))) {
            throw call.place().refuse("the function " + call.name() + "() does not take these arguments");
        }
    }

    private static boolean allowed(Value.Call call, Value argument) {
        String text = argument instanceof Value.Number number ? number.text() : "";
        return switch (call.name()) {
            case "uuid" -> Set.of("4", "7").contains(text);
            case "cuid" -> Set.of("1", "2").contains(text);
            default -> text.matches("\\d{1,3}") && Integer.parseInt(text) >= 2 && Integer.parseInt(text) <= 255;
        };
    }

    private boolean fits(Value value) {
        if (enumType != null) {
            return value instanceof Value.Name name
                    && enumType.labels().stream().anyMatch(l -> l.name().equals(name.text()));
        }
        return scalar != null && Constants.fits(value, scalar);
    }
}
