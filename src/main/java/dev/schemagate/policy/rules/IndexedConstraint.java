package dev.schemagate.policy.rules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.ConstraintDefinition.Type;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.TableChange;

/** The names of indexes and of the constraints that have one, also where PostgreSQL chooses them (ChooseRelationName). */
public final class IndexedConstraint {

    private IndexedConstraint() {}

    static boolean is(ConstraintDefinition constraint) {
        return constraint.type() == Type.UNIQUE
                || constraint.type() == Type.PRIMARY_KEY
                || constraint.type() == Type.EXCLUSION;
    }

    /** Empty where it is not known, or of no importance, what PostgreSQL calls it. */
    static Optional<String> name(QualifiedName table, ConstraintDefinition constraint) {
        if (constraint.name() != null || !is(constraint)) {
            return Optional.ofNullable(constraint.name());
        }
        String columns = String.join("_", constraint.columns());
        return switch (constraint.type()) {
            case PRIMARY_KEY -> chosen(table.name() + "_pkey");
            case UNIQUE -> chosen(table.name() + "_" + columns + "_key");
            default -> Optional.empty();
        };
    }

    /** As PostgreSQL would name it before it cuts: {@code Tax_rate_idx}. */
    public static String name(IndexDefinition index) {
        QualifiedName name = index.name();
        if (name != null) {
            return name.name();
        }
        List<String> keys = index.keys().stream()
                .map(key -> Objects.requireNonNullElse(key.column(), "expr"))
                .toList();
        return index.table().name() + "_" + String.join("_", keys) + "_idx";
    }

    /** The indexes that a new table brings. */
    static Stream<String> names(TableChange.Create table) {
        return Stream.concat(
                        table.constraints().stream(),
                        table.columns().stream().flatMap(column -> column.constraints().stream()))
                .filter(IndexedConstraint::is)
                .flatMap(constraint -> name(table.table(), constraint).stream());
    }

    /** A longer one PostgreSQL shortens in its own way. */
    private static Optional<String> chosen(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= 63 ? Optional.of(name) : Optional.empty();
    }
}
