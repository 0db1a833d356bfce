package dev.schemagate.prisma.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which attributes a place takes, which arguments each takes, and which may be repeated. The first argument of a list is the one
 * that needs no name.
 */
record AttributeRules(String sign, Map<String, List<String>> arguments, Set<String> repeatable) {

    private static final String NO_MAIN = "";
    private static final List<String> NONE = List.of();

    static final AttributeRules LABEL = new AttributeRules("@", Map.of("map", List.of("name")), Set.of());

    static final AttributeRules ENUM =
            new AttributeRules("@@", Map.of("map", List.of("name"), "schema", List.of("map")), Set.of());

    static final AttributeRules FIELD = new AttributeRules(
            "@",
            Map.of(
                    "id", List.of(NO_MAIN, "map", "sort", "length", "clustered"),
                    "unique", List.of(NO_MAIN, "map", "sort", "length", "clustered", "where"),
                    "default", List.of("value", "map"),
                    "map", List.of("name"),
                    "relation", List.of("name", "fields", "references", "onDelete", "onUpdate", "map"),
                    "updatedAt", NONE,
                    "ignore", NONE),
            Set.of());

    static final AttributeRules MODEL = new AttributeRules(
            "@@",
            Map.of(
                    "id", List.of("fields", "name", "map", "clustered"),
                    "unique", List.of("fields", "name", "map", "clustered", "where"),
                    "index", List.of("fields", "name", "map", "type", "clustered", "where"),
                    "map", List.of("name"),
                    "schema", List.of("map"),
                    "ignore", NONE),
            Set.of("unique", "index"));

    void check(Attributed owner) {
        Set<String> seen = new HashSet<>();
        for (Attribute attribute : owner.attributes()) {
            String name = attribute.name();
            boolean isNative = owner instanceof Field && attribute.isNative();
            String kind = isNative ? name.substring(0, name.indexOf('.')) : name;
            if (!isNative && !arguments.containsKey(name)) {
                throw attribute.place().refuse("attribute " + sign + name + " is not known");
            }
            if (!seen.add(kind) && !repeatable.contains(kind)) {
                throw attribute.place().refuse("attribute " + sign + kind + " can only be defined once");
            }
            if (!isNative) {
                arguments(attribute, arguments.get(name));
            }
        }
    }

    private void arguments(Attribute attribute, List<String> known) {
        Set<String> seen = new HashSet<>();
        for (Argument argument : attribute.arguments()) {
            String name = argument.name().isEmpty() && !known.isEmpty() ? known.get(0) : argument.name();
            if (name.isEmpty() || !known.contains(name)) {
                throw argument.place().refuse("no such argument of " + sign + attribute.name());
            }
            if (!seen.add(name)) {
                throw argument.place().refuse("argument " + name + " is already specified");
            }
            if (name.equals("clustered") || name.equals("length")) {
                throw argument.place().refuse("the argument " + name + " is not supported on PostgreSQL");
            }
            boolean text = name.equals("map") || name.equals("name");
            if (text
                    && !(argument.value() instanceof Value.Text value
                            && !value.text().isEmpty())) {
                throw argument.value().place().refuse("the argument " + name + " wants a text that is not empty");
            }
        }
        if (attribute.name().equals("index") && seen.containsAll(Set.of("name", "map"))) {
            throw attribute.place().refuse("the name of @@index is an old word for map: only one of them can be given");
        }
        boolean needsMain = !known.isEmpty() && List.of("value", "fields").contains(known.get(0))
                || List.of("map", "schema").contains(attribute.name());
        if (needsMain && attribute.argument(known.get(0)).isEmpty()) {
            throw attribute.place().refuse("argument " + known.get(0) + " is missing in " + sign + attribute.name());
        }
    }
}
