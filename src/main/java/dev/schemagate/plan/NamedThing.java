package dev.schemagate.plan;

import java.util.List;
import java.util.Optional;

/** The name under which a wish's object would exist once only; of a label beside a neighbour, which side it is on. */
final class NamedThing {

    private NamedThing() {}

    static Optional<List<String>> of(Wish wish) {
        if (wish instanceof Wish.Column column) {
            return Optional.of(column(wish, column.name()));
        }
        if (wish instanceof Wish.Index index) {
            return Optional.of(List.of("index", wish.schema(), index.name()));
        }
        if (wish instanceof Wish.Constraint constraint && constraint.name() != null) {
            return Optional.of(List.of("constraint", wish.schema(), wish.table(), constraint.name()));
        }
        if (wish instanceof Wish.EnumValue value && value.neighbour() != null) {
            return Optional.of(List.of("label", wish.schema(), wish.table(), value.label(), value.neighbour()));
        }
        return Optional.empty();
    }

    /** The name of a column of a wish's table. */
    static List<String> column(Wish wish, String column) {
        return List.of("column", wish.schema(), wish.table(), column);
    }
}
