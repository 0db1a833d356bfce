package dev.schemagate.prisma.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds for each field whose type is a model the field on the other side. */
final class RelationPairs {

    private static final Set<String> ACTIONS = Set.of("Cascade", "Restrict", "NoAction", "SetNull", "SetDefault");

    private final Map<String, Model> models;
    private final Config config;
    private final List<Relations.ForeignKey> foreignKeys = new ArrayList<>();
    private final List<Relations.JoinTable> joinTables = new ArrayList<>();

    RelationPairs(Map<String, Model> models, Config config) {
        this.models = models;
        this.config = config;
    }

    Relations of(List<Model> all) {
        for (Model model : all) {
            for (Field field : model.fields()) {
                if (models.containsKey(field.type())) {
                    relation(model, field);
                }
            }
        }
        return new Relations(List.copyOf(foreignKeys), List.copyOf(joinTables), config.foreignKeys());
    }

    private static String name(Field field) {
        return field.attribute("relation")
                .flatMap(r -> r.argument("name"))
                .flatMap(Attribute::text)
                .orElse("");
    }

    private static boolean holds(Field field) {
        return field.attribute("relation")
                .filter(r -> r.named("fields").isPresent())
                .isPresent();
    }

    private void relation(Model model, Field field) {
        Model target = models.get(field.type());
        List<Field> others = target.fields().stream()
                .filter(f -> f.type().equals(model.name()) && f != field && name(f).equals(name(field)))
                .toList();
        String what = "relation field " + field.name() + " of " + model.name();
        if (field.has("default") || field.nativeType().isPresent() || field.has("map")) {
            throw field.place().refuse("the " + what + " has no column of its own");
        }
        long alike = model.fields().stream()
                .filter(f -> f.type().equals(field.type()) && name(f).equals(name(field)))
                .count();
        if (others.size() != 1 || model != target && alike > 1) {
            throw field.place()
                    .refuse(
                            others.isEmpty()
                                    ? "the " + what + " is missing an opposite relation field on " + target.name()
                                    : "the " + what
                                            + " is ambiguous: name the relation with @relation(\"...\") on both sides");
        }
        Field other = others.get(0);
        boolean bothLists = field.arity() == Field.Arity.LIST && other.arity() == Field.Arity.LIST;
        if (bothLists) {
            joined(model, field, target, other);
        } else if (holds(field)) {
            if (holds(other)) {
                throw field.place().refuse("both sides of the " + what + " name fields: only one side may");
            }
            foreignKey(model, field, target, other);
        } else if (!holds(other) && field.arity() != Field.Arity.LIST) {
            throw field.place().refuse("the " + what + " needs fields and references in @relation on one side");
        }
    }

    private void foreignKey(Model model, Field field, Model target, Field other) {
        Attribute relation = field.attribute("relation").orElseThrow();
        Value references = relation.named("references")
                .orElseThrow(() -> relation.place().refuse("@relation with fields needs references"));
        List<Field> own = columns(model, relation.named("fields").orElseThrow());
        List<Field> theirs = columns(target, references);
        if (field.arity() == Field.Arity.LIST) {
            throw field.place().refuse("a list has no columns: fields and references belong to the other side");
        }
        if (other.arity() == Field.Arity.REQUIRED) {
            throw field.place().refuse("the other side of " + field.name() + " must be optional or a list");
        }
        if (own.isEmpty() || own.size() != theirs.size()) {
            throw relation.place()
                    .refuse("fields and references must name the same number of fields, and at least one");
        }
        for (int i = 0; i < own.size(); i++) {
            if (!own.get(i).type().equals(theirs.get(i).type())) {
                throw relation.place()
                        .refuse("field " + own.get(i).name() + " has not the type of " + target.name() + "."
                                + theirs.get(i).name());
            }
        }
        boolean optional = own.stream().anyMatch(f -> f.arity() == Field.Arity.OPTIONAL);
        if (optional && field.arity() == Field.Arity.REQUIRED) {
            throw field.place().refuse("relation field " + field.name() + " must be optional: one of its fields is");
        }
        if (!UniqueSets.of(target).contains(Set.copyOf(theirs))) {
            throw relation.place().refuse("references must name fields that are unique together in " + target.name());
        }
        if (other.arity() != Field.Arity.LIST && !UniqueSets.of(model).contains(Set.copyOf(own))) {
            throw field.place().refuse("a one-to-one relation must use unique fields on its side");
        }
        action(relation, "onDelete");
        action(relation, "onUpdate");
        if (!model.view() && !target.view()) {
            foreignKeys.add(new Relations.ForeignKey(model, field, relation, own, target, theirs));
        }
    }

    private static void action(Attribute relation, String event) {
        relation.named(event).ifPresent(value -> {
            if (!(value instanceof Value.Name name && ACTIONS.contains(name.text()))) {
                throw value.place()
                        .refuse(event + " is one of "
                                + String.join(", ", ACTIONS.stream().sorted().toList()));
            }
        });
    }

    private List<Field> columns(Model model, Value list) {
        List<Field> fields =
                Keys.parts(model, list).stream().map(Keys.Part::field).toList();
        fields.stream().filter(f -> models.containsKey(f.type())).findFirst().ifPresent(f -> {
            throw list.place().refuse("field " + f.name() + " is a relation itself");
        });
        return fields;
    }

    private void joined(Model model, Field field, Model target, Field other) {
        if (holds(field) || holds(other)) {
            throw field.place().refuse("the sides of an implicit many-to-many relation have no fields");
        }
        if (target.id().size() != 1) {
            throw field.place().refuse("an implicit many-to-many relation needs one @id field in " + target.name());
        }
        boolean first = model == target
                ? model.fields().indexOf(field) < model.fields().indexOf(other)
                : model.name().compareTo(target.name()) < 0;
        if (first) {
            String name = name(field).isEmpty() ? model.name() + "To" + target.name() : name(field);
            joinTables.add(new Relations.JoinTable(KeyNames.cut("_" + name, ""), model, target));
        }
    }
}
