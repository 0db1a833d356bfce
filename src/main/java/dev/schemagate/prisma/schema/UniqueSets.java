package dev.schemagate.prisma.schema;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sets of fields that identify a row. */
final class UniqueSets {

    private UniqueSets() {}

    static Set<Set<Field>> of(Model model) {
        return Stream.concat(
                        model.fields().stream()
                                .filter(f -> f.has("id") || f.has("unique"))
                                .map(Set::of),
                        model.attributes().stream()
                                .filter(a -> a.name().equals("id") || a.name().equals("unique"))
                                .map(a -> Set.copyOf(Keys.fields(model, a))))
                .collect(Collectors.toSet());
    }
}
