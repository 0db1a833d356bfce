package dev.schemagate.plan;

import java.util.List;
import java.util.Optional;

/** The name under which a wish's object would exist once only. */
final class NamedThing {

    private NamedThing() {}

    static Optional<List<String>> of(Wish wish) {
        if (wish instanceof Wish.Column column) {
            return Optional.of(List.of("column", wish.schema(), wish.table(), column.name()));
        }
        if (wish instanceof Wish.Index index) {
            return Optional.of(List.of("index", wish.schema(), index.name()));
        }
        if (wish instanceof Wish.Constraint constraint && constraint.name() != null) {
            return Optional.of(List.of("constraint", wish.schema(), wish.table(), constraint.name()));
        }
        return Optional.empty();
    }
}
