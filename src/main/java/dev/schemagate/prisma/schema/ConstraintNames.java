package dev.schemagate.prisma.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.sql.Identifiers;

/** No two keys or indexes of a schema, and no two constraints of a table, have the same name. */
final class ConstraintNames {

    private final Set<List<Object>> inSchema = new HashSet<>();
    private final Set<List<Object>> onTable = new HashSet<>();

    static void check(List<Model> models, Relations relations) {
        ConstraintNames names = new ConstraintNames();
        models.stream().filter(m -> !m.view()).forEach(names::model);
        for (Relations.ForeignKey key : relations.foreignKeys()) {
            names.take(
                    names.onTable,
                    List.of(key.model().name(), KeyNames.foreignKey(key)),
                    key.attribute().place());
        }
    }

    private void model(Model model) {
        if (!model.id().isEmpty()) {
            key(model, KeyNames.primaryKey(model), model.place());
        }
        for (Field field : model.fields()) {
            field.attribute("unique")
                    .ifPresent(u -> key(model, KeyNames.index(model, u, List.of(field), "key"), u.place()));
        }
        for (Attribute key : model.attributes()) {
            if (key.name().equals("unique") || key.name().equals("index")) {
                String suffix = key.name().equals("unique") ? "key" : "idx";
                key(model, KeyNames.index(model, key, Keys.fields(model, key), suffix), key.place());
            }
        }
    }

    private void key(Model model, String name, Place place) {
        take(inSchema, List.of(model.schema(), name), place);
        onTable.add(List.of(model.name(), name));
    }

    private void take(Set<List<Object>> names, List<Object> name, Place place) {
        if (KeyNames.isTooLong((String) name.get(1))) {
            throw place.refuse("the constraint name " + name.get(1) + " is too long: PostgreSQL takes "
                    + Identifiers.MOST_BYTES + " bytes");
        }
        if (!names.add(name)) {
            throw place.refuse("the constraint name " + name.get(1) + " has to be unique");
        }
    }
}
