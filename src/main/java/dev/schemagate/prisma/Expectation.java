package dev.schemagate.prisma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.desired.DesiredForeignKey;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.desired.IndexKey;
import dev.schemagate.prisma.schema.Attribute;
import dev.schemagate.prisma.schema.Field;
import dev.schemagate.prisma.schema.KeyNames;
import dev.schemagate.prisma.schema.Keys;
import dev.schemagate.prisma.schema.Model;
import dev.schemagate.prisma.schema.PrismaSchema;
import dev.schemagate.prisma.schema.Relations;
import dev.schemagate.prisma.schema.Value;

/** What Prisma would create for a schema: the mapping of its engine, held against it by a test. */
public final class Expectation {

    private final PrismaSchema schema;
    private final String home;
    private final Columns columns;

    private Expectation(PrismaSchema schema, String home) {
        this.schema = schema;
        this.home = home;
        this.columns = new Columns(schema, home);
    }

    /** @param home the database schema of all that names none, such as {@code public} */
    public static ExpectedDatabase of(PrismaSchema schema, String home) {
        Expectation expectation = new Expectation(schema, home);
        return new ExpectedDatabase(
                Stream.concat(
                                schema.tables().stream().map(expectation::table),
                                schema.relations().joinTables().stream().map(expectation::joinTable))
                        .toList(),
                schema.enums().stream()
                        .map(e -> new ExpectedEnum(
                                e.schema().orElse(home),
                                e.databaseName(),
                                e.labels().stream().map(l -> l.databaseName()).toList(),
                                e.place()))
                        .toList(),
                schema.models().stream()
                        .filter(Model::view)
                        .map(Model::databaseName)
                        .toList());
    }

    private ExpectedTable table(Model model) {
        List<Field> id = model.id();
        return new ExpectedTable(
                model.schema().orElse(home),
                model.databaseName(),
                model.fields().stream().flatMap(f -> columns.of(f).stream()).toList(),
                id.isEmpty() ? "" : KeyNames.primaryKey(model),
                id.stream().map(Field::databaseName).toList(),
                indexes(model),
                schema.relations().foreignKeys().stream()
                        .filter(key -> schema.relations().enforced() && key.model() == model)
                        .map(this::foreignKey)
                        .toList(),
                false,
                model.place());
    }

    private List<Expected<DesiredIndex>> indexes(Model model) {
        List<Expected<DesiredIndex>> indexes = new ArrayList<>();
        for (Field field : model.fields()) {
            field.attribute("unique").ifPresent(unique -> {
                boolean descending =
                        unique.named("sort").filter(Expectation::isDesc).isPresent();
                List<IndexKey> keys = List.of(IndexKey.of(field.databaseName(), null, descending));
                indexes.add(index(model, unique, KeyNames.index(model, unique, List.of(field), "key"), true, keys));
            });
        }
        for (Attribute key : model.attributes()) {
            if (key.name().equals("unique") || key.name().equals("index")) {
                List<Keys.Part> parts = Keys.parts(model, key);
                List<Field> fields = parts.stream().map(Keys.Part::field).toList();
                boolean unique = key.name().equals("unique");
                String name = KeyNames.index(model, key, fields, unique ? "key" : "idx");
                indexes.add(index(
                        model,
                        key,
                        name,
                        unique,
                        parts.stream().map(Expectation::key).toList()));
            }
        }
        return indexes;
    }

    private static IndexKey key(Keys.Part part) {
        return IndexKey.of(
                part.field().databaseName(),
                part.argument("ops")
                        .map(Expectation::operatorClass)
                        .filter(name -> !name.isEmpty())
                        .orElse(null),
                part.argument("sort").filter(Expectation::isDesc).isPresent());
    }

    private Expected<DesiredIndex> index(Model model, Attribute key, String name, boolean unique, List<IndexKey> keys) {
        return new Expected<>(
                DesiredIndex.plain(
                        model.schema().orElse(home),
                        model.databaseName(),
                        name,
                        key.named("type")
                                .map(t -> name(t).toLowerCase(Locale.ROOT))
                                .orElse("btree"),
                        unique,
                        keys,
                        predicate(key)),
                key.place());
    }

    private static boolean isDesc(Value value) {
        return name(value).equals("Desc");
    }

    private static String name(Value value) {
        return value instanceof Value.Name name ? name.text() : "";
    }

    /** {@code JsonbPathOps} is {@code jsonb_path_ops}; {@code raw("…")} stands for itself. */
    private static String operatorClass(Value value) {
        return value instanceof Value.Call
                ? raw(value)
                : name(value)
                        .replace("MinMax", "Minmax")
                        .replace("VarBit", "Varbit")
                        .replace("Tz", "tz")
                        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                        .toLowerCase(Locale.ROOT);
    }

    private static @Nullable String predicate(Attribute key) {
        return key.named("where")
                .map(Expectation::raw)
                .filter(s -> !s.isEmpty())
                .orElse(null);
    }

    private static String raw(Value value) {
        return value instanceof Value.Call call
                        && call.is("raw")
                        && !call.arguments().isEmpty()
                        && call.arguments().get(0).value() instanceof Value.Text text
                ? text.text()
                : "";
    }

    private Expected<DesiredForeignKey> foreignKey(Relations.ForeignKey key) {
        boolean required = key.fields().stream().anyMatch(f -> f.arity() == Field.Arity.REQUIRED);
        return new Expected<>(
                DesiredForeignKey.plain(
                        key.model().schema().orElse(home),
                        key.model().databaseName(),
                        KeyNames.foreignKey(key),
                        columns(key.fields()),
                        reference(
                                key.target(),
                                key.references(),
                                key.action("onDelete")
                                        .map(Expectation::action)
                                        .orElse(required ? "RESTRICT" : "SET NULL"),
                                key.action("onUpdate").map(Expectation::action).orElse("CASCADE"))),
                key.field().place());
    }

    private DesiredForeignKey.Reference reference(Model target, List<Field> fields, String onDelete, String onUpdate) {
        return DesiredForeignKey.Reference.plain(
                target.schema().orElse(home), target.databaseName(), columns(fields), onDelete, onUpdate);
    }

    private static List<String> columns(List<Field> fields) {
        return fields.stream().map(Field::databaseName).toList();
    }

    private static String action(String word) {
        return word.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
    }

    private ExpectedTable joinTable(Relations.JoinTable join) {
        String table = join.name();
        String where = join.a().schema().orElse(home);
        return new ExpectedTable(
                where,
                table,
                List.of(side("A", join.a()), side("B", join.b())),
                KeyNames.cut(table, "_AB_pkey"),
                List.of("A", "B"),
                List.of(new Expected<>(
                        DesiredIndex.plain(
                                where,
                                table,
                                KeyNames.cut(table, "_B_index"),
                                "btree",
                                false,
                                List.of(IndexKey.of("B", null, false)),
                                null),
                        join.a().place())),
                schema.relations().enforced()
                        ? List.of(joined(where, table, "A", join.a()), joined(where, table, "B", join.b()))
                        : List.of(),
                true,
                join.a().place());
    }

    private ExpectedColumn side(String name, Model model) {
        ExpectedColumn id = columns.of(model.id().get(0)).orElseThrow();
        return new ExpectedColumn(name, id.type(), true, null, null, false, false, "", false, model.place());
    }

    private Expected<DesiredForeignKey> joined(String schema, String table, String side, Model model) {
        return new Expected<>(
                DesiredForeignKey.plain(
                        schema,
                        table,
                        KeyNames.cut(table, "_" + side + "_fkey"),
                        List.of(side),
                        reference(model, model.id().subList(0, 1), "CASCADE", "CASCADE")),
                model.place());
    }
}
