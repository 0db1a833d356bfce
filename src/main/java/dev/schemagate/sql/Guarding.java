package dev.schemagate.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Decides whether a block around a statement makes its repetition harmless. */
final class Guarding {
    /** What PostgreSQL raises when a thing is there already, by condition name (manual, appendix A). */
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("42701", "duplicate_column"),
            Map.entry("42710", "duplicate_object"),
            Map.entry("42P07", "duplicate_table"),
            Map.entry("42723", "duplicate_function"),
            Map.entry("42P06", "duplicate_schema"),
            Map.entry("42P16", "invalid_table_definition"),
            Map.entry("23505", "unique_violation"),
            Map.entry("42703", "undefined_column"),
            Map.entry("42704", "undefined_object"),
            Map.entry("42P01", "undefined_table"),
            Map.entry("42883", "undefined_function"),
            Map.entry("3F000", "invalid_schema_name"));

    private Guarding() {}

    static Repetition apply(Change change, Repetition own, List<Guard> guards) {
        if (own.outcome() == Repetition.Outcome.NOTHING) {
            return own;
        }
        Target target = Target.of(change);
        for (int i = guards.size() - 1; i >= 0 && target != null; i--) {
            if (covers(guards.get(i), target, own)) {
                return Repetition.by(guards.get(i));
            }
        }
        return own;
    }

    private static boolean covers(Guard guard, Target target, Repetition own) {
        if (guard instanceof Guard.CatalogCheck check) {
            return check.onlyCatalog()
                    && check.wantsAbsence() == target.adds
                    && target.names.stream().allMatch(check::mentions);
        }
        if (guard instanceof Guard.Handler handler && own.outcome() == Repetition.Outcome.FAILS) {
            return handler.swallows()
                    && handler.conditions().stream()
                            .map(c -> STATES.getOrDefault(c, c))
                            .anyMatch(c -> c.equals("others") || target.conditions.contains(c));
        }
        return false;
    }

    /**
     * What a guard must be about.
     *
     * @param names that a check has to look for, all of them
     * @param conditions any of which the second run raises
     */
    private record Target(boolean adds, List<String> names, Set<String> conditions) {

        static @Nullable Target of(Change change) {
            if (change instanceof ColumnChange.Add add) {
                List<String> names = List.of(add.table().name(), add.column());
                return new Target(true, names, Set.of("duplicate_column"));
            }
            if (change instanceof ColumnChange.Drop drop) {
                return new Target(false, List.of(drop.table().name(), drop.column()), Set.of("undefined_column"));
            }
            if (change instanceof ColumnChange.Rename rename) {
                return new Target(false, List.of(rename.table().name(), rename.column()), Set.of("undefined_column"));
            }
            if (change instanceof ConstraintChange.Add add) {
                String name = add.definition().name();
                return name == null ? null : new Target(true, List.of(name), constraintConditions(add.definition()));
            }
            if (change instanceof ConstraintChange.Drop drop) {
                return new Target(false, List.of(drop.name()), Set.of("undefined_object"));
            }
            if (change instanceof TableChange.Create create) {
                return new Target(true, List.of(create.table().name()), Set.of("duplicate_table"));
            }
            if (change instanceof TableChange.CreateIndex create) {
                QualifiedName name = create.definition().name();
                return name == null ? null : new Target(true, List.of(name.name()), Set.of("duplicate_table"));
            }
            return change instanceof ObjectChange object ? ofObject(object) : null;
        }

        private static @Nullable Target ofObject(ObjectChange change) {
            if (change instanceof ObjectChange.AddEnumValue add) {
                return new Target(true, List.of(add.value()), Set.of("duplicate_object"));
            }
            String part = change.object().part();
            String name = part != null ? part : change.object().name().name();
            if (change instanceof ObjectChange.Create) {
                return new Target(true, List.of(name), duplicate(change.object().kind()));
            }
            if (change instanceof ObjectChange.Drop || change instanceof ObjectChange.Rename) {
                Set<String> conditions =
                        Set.of("undefined_object", "undefined_table", "undefined_function", "invalid_schema_name");
                return new Target(false, List.of(name), conditions);
            }
            return null;
        }

        private static Set<String> duplicate(ObjectKind kind) {
            return switch (kind) {
                case FUNCTION, PROCEDURE, AGGREGATE, ROUTINE -> Set.of("duplicate_function");
                case SCHEMA -> Set.of("duplicate_schema");
                case VIEW, MATERIALIZED_VIEW, SEQUENCE, FOREIGN_TABLE -> Set.of("duplicate_table");
                default -> Set.of("duplicate_object");
            };
        }

        private static Set<String> constraintConditions(ConstraintDefinition definition) {
            return switch (definition.type()) {
                case UNIQUE, EXCLUSION -> Set.of("duplicate_table", "duplicate_object");
                case PRIMARY_KEY -> Set.of("invalid_table_definition");
                default -> Set.of("duplicate_object");
            };
        }
    }
}
