package dev.schemagate.prisma.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.schemagate.sql.Identifiers;

/** The names of keys, indexes and constraints: given by {@code map:}, else made of the names of table and columns. */
public final class KeyNames {

    private KeyNames() {}

    public static String primaryKey(Model model) {
        return model.fields().stream()
                .flatMap(f -> f.attribute("id").stream())
                .findFirst()
                .or(() -> model.attribute("id"))
                .flatMap(id -> id.text("map"))
                .orElseGet(() -> cut(model.databaseName(), "_pkey"));
    }

    /** @param suffix {@code key} or {@code idx}; the {@code name} of an {@code @@index} is an old word for {@code map} */
    public static String index(Model model, Attribute key, List<Field> fields, String suffix) {
        return key.text("map")
                .or(() -> key.name().equals("index") ? key.text("name") : Optional.empty())
                .orElseGet(() -> cut(prefix(model, fields), "_" + suffix));
    }

    public static String foreignKey(Relations.ForeignKey key) {
        return key.attribute().text("map").orElseGet(() -> cut(prefix(key.model(), key.fields()), "_fkey"));
    }

    private static String prefix(Model model, List<Field> fields) {
        return model.databaseName() + "_"
                + fields.stream().map(Field::databaseName).collect(Collectors.joining("_"));
    }

    /** The part before the suffix gives way. */
    public static String cut(String prefix, String suffix) {
        String kept = prefix;
        while (isTooLong(kept + suffix)) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + suffix;
    }

    static boolean isTooLong(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > Identifiers.MOST_BYTES;
    }
}
