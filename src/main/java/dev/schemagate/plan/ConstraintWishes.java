package dev.schemagate.plan;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.ConstraintDefinition.Reference;
import dev.schemagate.sql.NameResolution;

/** Constraints in the words of {@code pg_constraint}. */
final class ConstraintWishes {

    private static final Map<ConstraintDefinition.Type, String> TYPES = Map.of(
            ConstraintDefinition.Type.CHECK, "c",
            ConstraintDefinition.Type.UNIQUE, "u",
            ConstraintDefinition.Type.PRIMARY_KEY, "p",
            ConstraintDefinition.Type.FOREIGN_KEY, "f");

    private static final Map<Reference.Action, String> ACTIONS = Map.of(
            Reference.Action.NO_ACTION, "a",
            Reference.Action.RESTRICT, "r",
            Reference.Action.CASCADE, "c",
            Reference.Action.SET_NULL, "n",
            Reference.Action.SET_DEFAULT, "d");

    private ConstraintWishes() {}

    static Wish of(String schema, String table, ConstraintDefinition asked, boolean withColumn, NameResolution names) {
        if (asked.type() == ConstraintDefinition.Type.NOT_NULL
                && asked.columns().size() == 1) {
            return new Wish.Nullability(schema, table, asked.columns().get(0), true);
        }
        String type = TYPES.get(asked.type());
        if (type == null) {
            return new Wish.Unreadable("the shape of an exclusion constraint is not compared");
        }
        return new Wish.Constraint(
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
                withColumn);
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
                        });
    }
}
