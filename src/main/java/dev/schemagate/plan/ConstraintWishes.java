package dev.schemagate.plan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.ConstraintDefinition.Exclusion;
import dev.schemagate.sql.ConstraintDefinition.Reference;
import dev.schemagate.sql.NameResolution;

/** Constraints in the words of {@code pg_constraint}. */
final class ConstraintWishes {

    private static final Map<ConstraintDefinition.Type, String> TYPES = Map.of(
            ConstraintDefinition.Type.CHECK, "c",
            ConstraintDefinition.Type.UNIQUE, "u",
            ConstraintDefinition.Type.PRIMARY_KEY, "p",
            ConstraintDefinition.Type.FOREIGN_KEY, "f",
            ConstraintDefinition.Type.EXCLUSION, "x");

    private static final Map<Reference.Action, String> ACTIONS = Map.of(
            Reference.Action.NO_ACTION, "a",
            Reference.Action.RESTRICT, "r",
            Reference.Action.CASCADE, "c",
            Reference.Action.SET_NULL, "n",
            Reference.Action.SET_DEFAULT, "d");

    private ConstraintWishes() {}

    /** One wish; of EXCLUDE two, since its index has a shape as any other. */
    static Stream<Wish> of(
            String schema, String table, ConstraintDefinition asked, boolean withColumn, NameResolution names) {
        if (asked.type() == ConstraintDefinition.Type.NOT_NULL) {
            // Of a new column it is part of the column's own wish.
            return withColumn
                    ? Stream.empty()
                    : Stream.of(
                            new Wish.Nullability(schema, table, asked.columns().get(0), true));
        }
        String type = Objects.requireNonNull(TYPES.get(asked.type()));
        Exclusion exclusion = asked.exclusion();
        Wish constraint = new Wish.Constraint(
                schema,
                table,
                asked.name(),
                type,
                asked.columns(),
                asked.include(),
                Wishes.text(asked.check()),
                reference(asked.references(), names),
                asked.usingIndex(),
                asked.validated(),
                asked.deferrable(),
                asked.initiallyDeferred(),
                asked.nullsNotDistinct(),
                asked.noInherit(),
                withColumn,
                exclusion == null ? List.of() : exclusion.operators(),
                asked.with(),
                asked.enforced(),
                asked.period());
        if (exclusion == null) {
            return Stream.of(constraint);
        }
        String name = asked.name();
        return name == null
                ? Stream.of(new Wish.Unreadable("an exclusion constraint without a name is another one at each run"))
                : Stream.of(constraint, index(schema, table, name, asked.include(), exclusion));
    }

    private static Wish index(String schema, String table, String name, List<String> include, Exclusion asked) {
        return new Wish.Index(
                schema,
                table,
                name,
                asked.method(),
                false,
                false,
                false,
                asked.keys().stream().map(Wishes::key).toList(),
                include,
                asked.with(),
                asked.tablespace(),
                Wishes.text(asked.where()));
    }

    private static Wish.Constraint.@Nullable Reference reference(@Nullable Reference to, NameResolution names) {
        return to == null
                ? null
                : new Wish.Constraint.Reference(
                        names.schemaOf(to.table()),
                        to.table().name(),
                        List.copyOf(to.columns()),
                        ACTIONS.getOrDefault(to.onDelete(), "a"),
                        ACTIONS.getOrDefault(to.onUpdate(), "a"),
                        switch (to.match()) {
                            case FULL -> "f";
                            case PARTIAL -> "p";
                            case SIMPLE -> "s";
                        },
                        to.deleted());
    }
}
