package dev.schemagate.prisma;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.prisma.schema.Attribute;
import dev.schemagate.prisma.schema.EnumType;
import dev.schemagate.prisma.schema.Field;
import dev.schemagate.prisma.schema.PrismaSchema;
import dev.schemagate.prisma.schema.ScalarType;
import dev.schemagate.prisma.schema.Value;
import dev.schemagate.sql.Identifiers;

/** What columns Prisma makes of fields. */
final class Columns {

    private static final Map<ScalarType, String> TYPES = Map.of(
            ScalarType.STRING, "TEXT",
            ScalarType.BOOLEAN, "BOOLEAN",
            ScalarType.INT, "INTEGER",
            ScalarType.BIG_INT, "BIGINT",
            ScalarType.FLOAT, "DOUBLE PRECISION",
            ScalarType.DECIMAL, "DECIMAL(65,30)",
            ScalarType.DATE_TIME, "TIMESTAMP(3)",
            ScalarType.JSON, "JSONB",
            ScalarType.BYTES, "BYTEA");

    private static final Set<String> CLIENT_SIDE = Set.of("uuid", "cuid", "ulid", "nanoid");

    private final PrismaSchema schema;
    private final String home;

    /** @param home the schema of what names none */
    Columns(PrismaSchema schema, String home) {
        this.schema = schema;
        this.home = home;
    }

    /** Empty for a relation. */
    Optional<ExpectedColumn> of(Field field) {
        return type(field).map(single -> {
            Value value = field.defaultValue().orElse(null);
            Value.Call call = value instanceof Value.Call c ? c : null;
            boolean serial = call != null && call.is("autoincrement");
            boolean list = field.arity() == Field.Arity.LIST;
            return new ExpectedColumn(
                    field.databaseName(),
                    single + (list ? "[]" : ""),
                    field.arity() == Field.Arity.REQUIRED,
                    serial ? null : defaultValue(field, single, value),
                    labels(field, value),
                    serial,
                    call != null && call.is("dbgenerated") && call.arguments().isEmpty(),
                    call != null && CLIENT_SIDE.contains(call.name())
                            ? call.name() + "()"
                            : field.has("updatedAt") && value == null ? "@updatedAt" : "",
                    list,
                    field.place());
        });
    }

    /** Of one value. */
    private Optional<String> type(Field field) {
        if (field.unsupported() != null) {
            return Optional.of(field.unsupported());
        }
        Optional<EnumType> type = schema.enumType(field.type());
        if (type.isPresent()) {
            return type.map(
                    t -> Identifiers.quote(t.schema().orElse(home)) + "." + Identifiers.quote(t.databaseName()));
        }
        return field.nativeType().map(Columns::nativeType).or(() -> ScalarType.of(field.type())
                .map(TYPES::get));
    }

    private static String nativeType(Attribute attribute) {
        String name = attribute.nativeType();
        String numbers = attribute.arguments().stream()
                .map(a -> ((Value.Number) a.value()).text())
                .collect(Collectors.joining(","));
        String type = name.equals("DoublePrecision") ? "DOUBLE PRECISION" : name.toUpperCase(Locale.ROOT);
        return type + (numbers.isEmpty() ? "" : "(" + numbers + ")");
    }

    private @Nullable String defaultValue(Field field, String type, @Nullable Value value) {
        if (value instanceof Value.Call call) {
            return switch (call.name()) {
                case "now" -> "CURRENT_TIMESTAMP";
                case "dbgenerated" ->
                    call.arguments().isEmpty()
                            ? null
                            : ((Value.Text) call.arguments().get(0).value()).text();
                default -> null;
            };
        }
        if (value instanceof Value.Array array) {
            List<String> values =
                    array.values().stream().map(v -> constant(field, v)).toList();
            return "ARRAY[" + String.join(", ", values) + "]::" + type + "[]";
        }
        return value == null ? null : constant(field, value);
    }

    /** A list of an enum's labels as one literal; null for anything else. */
    private @Nullable String labels(Field field, @Nullable Value value) {
        EnumType type = schema.enumType(field.type()).orElse(null);
        if (type == null || !(value instanceof Value.Array array)) {
            return null;
        }
        return Literals.text(array.values().stream()
                .map(v -> label(type, ((Value.Name) v).text()))
                .map(label -> "\"" + label.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "{", "}")));
    }

    private String constant(Field field, Value value) {
        if (value instanceof Value.Number number) {
            return number.text();
        }
        if (value instanceof Value.Name name) {
            return schema.enumType(field.type())
                    .map(type -> Literals.text(label(type, name.text())))
                    .orElse(name.text());
        }
        return Literals.of(ScalarType.of(field.type()).orElse(ScalarType.STRING), ((Value.Text) value).text());
    }

    private static String label(EnumType type, String name) {
        return type.labels().stream()
                .filter(l -> l.name().equals(name))
                .map(EnumType.Label::databaseName)
                .findFirst()
                .orElse(name);
    }
}
