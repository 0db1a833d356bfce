package dev.schemagate.migrate.alembic.revisions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import org.jspecify.annotations.Nullable;

/** Alembic's table {@code [tool.alembic]} of a {@code pyproject.toml}. */
final class TomlFile {

    private static final Pattern REFERENCE = Pattern.compile("%(?:%|\\(([^)]+)\\)s|)");

    private final String name;
    private final JsonNode table;
    private final Map<String, String> given;

    private TomlFile(String name, JsonNode table, Map<String, String> given) {
        this.name = name;
        this.table = table;
        this.given = given;
    }

    /** @param given what {@code %(name)s} can stand for, as Python's {@code %} operator puts it in */
    static TomlFile read(String name, String text, Map<String, String> given) throws ProjectException {
        try {
            // Most have none of the file, or nothing of Alembic's in it, and need no parser.
            JsonNode table = text.contains("alembic")
                    ? new TomlMapper().readTree(text).path("tool").path("alembic")
                    : MissingNode.getInstance();
            if (!table.isMissingNode() && !table.isObject()) {
                throw new ProjectException(name, 1, "tool.alembic is no table");
            }
            return new TomlFile(name, table, given);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ProjectException(name, Math.max(1, line), "no TOML: " + e.getOriginalMessage());
        }
    }

    boolean isEmpty() {
        return table.isEmpty();
    }

    @Nullable
    String string(String key) throws ProjectException {
        JsonNode value = table.get(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw problem(key, "is no string");
        }
        return resolve(key, value.textValue());
    }

    @Nullable
    List<String> strings(String key) throws ProjectException {
        JsonNode value = table.get(key);
        if (value == null) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw problem(key, "is no list of strings");
            }
            all.add(resolve(key, element.textValue()));
        }
        if (!value.isArray()) {
            throw problem(key, "is no list of strings");
        }
        return all;
    }

    boolean flag(String key) throws ProjectException {
        JsonNode value = table.get(key);
        if (value != null && !value.isBoolean()) {
            throw problem(key, "is neither true nor false");
        }
        return value != null && value.booleanValue();
    }

    private String resolve(String key, String raw) throws ProjectException {
        StringBuilder resolved = new StringBuilder();
        Matcher reference = REFERENCE.matcher(raw);
        while (reference.find()) {
            String value = reference.group(1) == null ? "%" : given.get(reference.group(1));
            if (reference.group().equals("%") || value == null) {
                throw problem(
                        key,
                        "has " + (value == null ? reference.group() : "a single %") + ", which stands for nothing");
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(resolved).toString();
    }

    private ProjectException problem(String key, String message) {
        return new ProjectException(name, 1, "tool.alembic." + key + " " + message);
    }
}
