package dev.schemagate.prisma.drift;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** A table as it is. */
final class LiveTable {

    /**
     * A column.
     *
     * @param base of a domain; null of any other type
     * @param value its default as the server prints it; null for none
     */
    record Column(
            String type,
            @Nullable String base,
            boolean notNull,
            @Nullable String value) {}

    final Map<String, Column> columns = new LinkedHashMap<>();
    final List<String> keyColumns = new ArrayList<>();
    String key = "";

    /** By name; whether each is of columns alone and without a predicate, as Prisma's are. */
    final Map<String, Boolean> indexes = new LinkedHashMap<>();

    final Set<String> references = new LinkedHashSet<>();
}
