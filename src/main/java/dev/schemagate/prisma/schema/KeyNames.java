package dev.schemagate.prisma.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** @param suffix {@code key} or {@code idx} */
    public static String index(Model model, Attribute key, List<Field> fields, String suffix) {
        return key.text("map").orElseGet(() -> cut(prefix(model, fields), "_" + suffix));
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
        int room = Identifiers.MOST_BYTES - suffix.length();
        String kept = prefix;
        while (kept.getBytes(StandardCharsets.UTF_8).length > room) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept + suffix;
    }
}
