package dev.schemagate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Compares how a column is stored with what is asked; where nothing is asked, anything will do. */
final class StorageJudge {

    private static final Map<String, String> STORAGE =
            Map.of("plain", "p", "external", "e", "extended", "x", "main", "m");
    private static final Map<String, String> COMPRESSION = Map.of("pglz", "p", "lz4", "l");
    private static final String USUAL = "default";

    private StorageJudge() {}

    static List<String> differences(Wish.Column wish, JsonNode found) {
        List<String> differences = new ArrayList<>();
        String storage = code(STORAGE, wish.storage());
        if (!storage.equals(USUAL) && !storage.equals(found.path("storage").asText())) {
            differences.add("is stored otherwise than " + wish.storage());
        }
        String compression = code(COMPRESSION, wish.compression());
        if (!compression.equals(USUAL)
                && !compression.equals(found.path("compression").asText())) {
            differences.add("is compressed otherwise than by " + wish.compression());
        }
        return differences;
    }

    private static String code(Map<String, String> codes, @Nullable String word) {
        String lower = word == null ? USUAL : word.toLowerCase(Locale.ROOT);
        return codes.getOrDefault(lower, lower);
    }
}
