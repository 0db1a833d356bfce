package dev.schemagate.prisma.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a model's keys and indexes make sense. */
final class KeyCheck {

    private static final Set<String> METHODS = Set.of("BTree", "Hash", "Gist", "Gin", "SpGist", "Brin");

    private final Model model;
    private final Map<String, Model> models;
    private final Config config;

    KeyCheck(Model model, Map<String, Model> models, Config config) {
        this.model = model;
        this.models = models;
        this.config = config;
    }

    void check() {
        List<Attribute> ids = Stream.concat(
                        model.fields().stream().flatMap(f -> f.attribute("id").stream()),
                        model.attribute("id").stream())
                .toList();
        if (ids.size() > 1) {
            throw model.place().refuse("model " + model.name() + " has more than one primary key");
        }
        model.fields().forEach(this::single);
        model.attributes().forEach(this::block);
        if (!model.view() && !model.has("ignore") && !isUnique()) {
            throw model.place()
                    .refuse("model " + model.name()
                            + " must have at least one unique criteria that has only required fields");
        }
    }

    private boolean isUnique() {
        boolean byField = model.fields().stream()
                .anyMatch(f -> f.has("id") || f.has("unique") && f.arity() == Field.Arity.REQUIRED);
        return byField
                || model.has("id")
                || model.attributes().stream()
                        .filter(a -> a.name().equals("unique"))
                        .anyMatch(a -> Keys.fields(model, a).stream().allMatch(f -> f.arity() == Field.Arity.REQUIRED));
    }

    private void single(Field field) {
        for (Attribute key : field.attributes()) {
            if (key.name().equals("id") || key.name().equals("unique")) {
                indexable(field, key.place());
                if (key.name().equals("id")) {
                    primary(field, key.place(), key.arguments());
                }
                key.named("sort").ifPresent(KeyCheck::sort);
                where(key);
            }
        }
    }

    private void primary(Field field, Place place, List<Argument> arguments) {
        if (field.arity() != Field.Arity.REQUIRED) {
            throw place.refuse("a field of the primary key must be required");
        }
        arguments.stream().filter(a -> a.name().equals("sort")).findFirst().ifPresent(sort -> {
            throw sort.place().refuse("the sort argument is not supported in a primary key on PostgreSQL");
        });
    }

    private void indexable(Field field, Place place) {
        if (models.containsKey(field.type())) {
            throw place.refuse("field " + field.name() + " is a relation: index the fields that it is made of");
        }
    }

    private void block(Attribute key) {
        if (!Set.of("id", "unique", "index").contains(key.name())) {
            return;
        }
        List<Keys.Part> parts = Keys.parts(model, key);
        if (parts.isEmpty()) {
            throw key.place().refuse("the list of fields is empty");
        }
        Set<Field> seen = new HashSet<>();
        for (Keys.Part part : parts) {
            indexable(part.field(), key.place());
            if (!seen.add(part.field())) {
                throw key.place().refuse("field " + part.field().name() + " is listed twice");
            }
            if (key.name().equals("id")) {
                primary(part.field(), key.place(), part.arguments());
            }
            part.arguments().forEach(a -> part(key, a));
        }
        key.named("type").ifPresent(KeyCheck::method);
        where(key);
    }

    private static void part(Attribute key, Argument argument) {
        switch (argument.name()) {
            case "sort" -> sort(argument.value());
            case "ops" -> {
                if (!key.name().equals("index")) {
                    throw argument.place().refuse("operator classes are only for @@index");
                }
            }
            case "length" -> throw argument.place().refuse("the length argument is not supported on PostgreSQL");
            default -> throw argument.place().refuse("no such argument of an indexed field");
        }
    }

    private static void sort(Value value) {
        if (!(value instanceof Value.Name name && Set.of("Asc", "Desc").contains(name.text()))) {
            throw value.place().refuse("the sort argument is Asc or Desc");
        }
    }

    private static void method(Value value) {
        if (!(value instanceof Value.Name name && METHODS.contains(name.text()))) {
            throw value.place().refuse("the index type is not known on PostgreSQL");
        }
    }

    private void where(Attribute key) {
        key.named("where").ifPresent(where -> {
            if (!config.previewFeatures().contains("partialIndexes")) {
                throw where.place().refuse("partial indexes need previewFeatures = [\"partialIndexes\"]");
            }
        });
    }
}
