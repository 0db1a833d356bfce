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

    /** As {@link Guard.CatalogCheck#decides}: here the schemas are known, and so have to be equal. */
    static boolean decides(Guard.CatalogCheck check, Change change, NameResolution names) {
        Target target = Target.of(change);
        return target != null && looksFor(check, target.in(names));
    }

    private static boolean looksFor(Guard.CatalogCheck check, Target target) {
        return check.wantsAbsence() == target.adds && check.sought() != null && target.is(check.sought());
    }

    private static boolean covers(Guard guard, Target target, Repetition own) {
        if (guard instanceof Guard.CatalogCheck check) {
            return looksFor(check, target);
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
     * @param owner the table or type it belongs to; null where it stands by itself
     * @param types what the catalogs call its kind; empty where that does not matter
     * @param conditions any of which the second run raises
     */
    private record Target(
            boolean adds,
            Sought.Kind kind,
            @Nullable QualifiedName owner,
            QualifiedName name,
            Set<String> types,
            Set<String> conditions) {

        static @Nullable Target of(Change change) {
            if (change instanceof ColumnChange column) {
                boolean removes = change instanceof ColumnChange.Drop || change instanceof ColumnChange.Rename;
                return removes || change instanceof ColumnChange.Add
                        ? part(
                                !removes,
                                Sought.Kind.COLUMN,
                                column.table(),
                                column.column(),
                                Set.of(),
                                Set.of(removes ? "undefined_column" : "duplicate_column"))
                        : null;
            }
            if (change instanceof ConstraintChange.Add add) {
                String name = add.definition().name();
                return name == null
                        ? null
                        : part(
                                true,
                                Sought.Kind.CONSTRAINT,
                                add.table(),
                                name,
                                types(add.definition().type()),
                                constraintConditions(add.definition()));
            }
            if (change instanceof ConstraintChange.Drop drop) {
                return part(
                        false, Sought.Kind.CONSTRAINT, drop.table(), drop.name(), Set.of(), Set.of("undefined_object"));
            }
            if (change instanceof TableChange.Create create) {
                return alone(
                        true,
                        Sought.Kind.RELATION,
                        create.table(),
                        Set.of("r", "p", "BASE TABLE"),
                        Set.of("duplicate_table"));
            }
            if (change instanceof TableChange.CreateIndex create) {
                QualifiedName name = create.definition().name();
                return name == null
                        ? null
                        : part(
                                true,
                                Sought.Kind.RELATION,
                                create.definition().table(),
                                name.name(),
                                Set.of("i", "I"),
                                Set.of("duplicate_table"));
            }
            return change instanceof ObjectChange object ? ofObject(object) : null;
        }

        private static @Nullable Target ofObject(ObjectChange change) {
            ObjectRef object = change.object();
            if (change instanceof ObjectChange.AddEnumValue add) {
                return part(
                        true, Sought.Kind.ENUM_VALUE, object.name(), add.value(), Set.of(), Set.of("duplicate_object"));
            }
            boolean creates = change instanceof ObjectChange.Create;
            if (!creates && !(change instanceof ObjectChange.Drop) && !(change instanceof ObjectChange.Rename)) {
                return null;
            }
            Sought.Kind kind = Sought.Kind.of(object.kind());
            Set<String> conditions = creates
                    ? duplicate(object.kind())
                    : Set.of("undefined_object", "undefined_table", "undefined_function", "invalid_schema_name");
            return object.part() == null
                    ? alone(creates, kind, object.name(), types(object.kind()), conditions)
                    : part(creates, kind, object.name(), object.part(), Set.of(), conditions);
        }

        private static Target alone(
                boolean adds, Sought.Kind kind, QualifiedName name, Set<String> types, Set<String> conditions) {
            return new Target(adds, kind, null, name, types, conditions);
        }

        private static Target part(
                boolean adds,
                Sought.Kind kind,
                QualifiedName owner,
                String name,
                Set<String> types,
                Set<String> conditions) {
            return new Target(adds, kind, owner, owner.sibling(name), types, conditions);
        }

        Target in(NameResolution names) {
            return new Target(adds, kind, owner, names.resolve(name), types, conditions);
        }

        /** The schema is compared only where both name one: what a script leaves out is not known here. */
        boolean is(Sought sought) {
            boolean typed = sought.type() == null || types.contains(sought.type());
            boolean placed = sought.schema() == null
                    || name.schema() == null
                    || sought.schema().equals(name.schema());
            return typed && placed && sought.is(kind, owner, name.name());
        }

        private static Set<String> types(ObjectKind kind) {
            return switch (kind) {
                case VIEW -> Set.of("v", "VIEW");
                case MATERIALIZED_VIEW -> Set.of("m");
                case SEQUENCE -> Set.of("S");
                case INDEX -> Set.of("i", "I");
                case TABLE -> Set.of("r", "p", "BASE TABLE");
                case TYPE -> Set.of("e", "c", "r", "b");
                case DOMAIN -> Set.of("d");
                default -> Set.of();
            };
        }

        private static Set<String> types(ConstraintDefinition.Type type) {
            return switch (type) {
                case CHECK -> Set.of("c", "CHECK");
                case FOREIGN_KEY -> Set.of("f", "FOREIGN KEY");
                case UNIQUE -> Set.of("u", "UNIQUE");
                case PRIMARY_KEY -> Set.of("p", "PRIMARY KEY");
                case EXCLUSION -> Set.of("x");
                case NOT_NULL -> Set.of("n");
            };
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
