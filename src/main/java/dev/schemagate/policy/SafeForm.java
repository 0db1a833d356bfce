package dev.schemagate.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.schemagate.policy.rule.Fix;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.policy.rules.CreateIndexConcurrently;
import dev.schemagate.policy.rules.IndexedConstraint;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;
import dev.schemagate.sql.TypeRef;

/** Spells out an effect the way the policy wants it: the corrected SQL of a finding, which keeps all that it was given. */
final class SafeForm {

    private SafeForm() {}

    /** SQL that passes the policy; the rule's remedy where no statement does the same safely. */
    static Fix of(Subject subject, Rule rule) {
        Fix remedy = new Fix.Advice(rule.remedy());
        if (rule.group() == RuleGroup.COLLISION
                || Targets.of(subject).stream().anyMatch(target -> !subject.mayChange(target))) {
            return remedy;
        }
        if (subject.change() instanceof TableChange.CreateIndex index
                && (index.definition().only() || subject.tables().isPartitioned(subject.resolve(index.table())))) {
            return new Fix.Advice(CreateIndexConcurrently.advice(subject.isHotfix()));
        }
        if (subject.isHotfix()
                && subject.change() instanceof ObjectChange.Create create
                && create.object().kind() == ObjectKind.STATISTICS) {
            return new Fix.Advice("Create it by hand, once: plans get better by it, and no code depends on it");
        }
        return sql(subject)
                .filter(Predicate.not(sql -> repeats(subject, sql)))
                .<Fix>map(Fix.Sql::new)
                .orElse(remedy);
    }

    private static Optional<String> sql(Subject subject) {
        Change change = subject.change();
        if (change instanceof ColumnChange.Add add) {
            return addColumn(subject, add);
        }
        if (runsUnknown(subject)) {
            return Optional.empty();
        }
        if (change instanceof TableChange.CreateIndex index) {
            return createIndex(subject, index.definition());
        }
        if (change instanceof ConstraintChange.Add add && !add.withNewColumn()) {
            return foreignKey(subject, add.table(), add.definition());
        }
        if (change instanceof ConstraintChange.Validate validate) {
            return Optional.of("ALTER TABLE " + subject.resolve(validate.table()) + " VALIDATE CONSTRAINT "
                    + QualifiedName.quote(validate.name()) + ";");
        }
        return change instanceof ObjectChange.AddEnumValue add
                ? Optional.of("ALTER TYPE " + subject.resolve(add.object().name()) + " ADD VALUE IF NOT EXISTS "
                        + Identifiers.literal(add.value())
                        + (add.neighbour() == null
                                ? ""
                                : (add.before() ? " BEFORE " : " AFTER ") + Identifiers.literal(add.neighbour()))
                        + ";")
                : Optional.empty();
    }

    /** Whether the same stands there already, at most with its schema left out. */
    private static boolean repeats(Subject subject, String sql) {
        String schema = QualifiedName.quote(subject.names().defaultSchema()) + ".";
        return plain(subject.top().text().replace(schema, "")).equals(plain(sql.replace(schema, "")));
    }

    private static String plain(String sql) {
        return sql.replaceAll("[\\s;]", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a function or something unknown would stay in the statement. */
    private static boolean runsUnknown(Subject subject) {
        return subject.statement().effects().stream()
                .anyMatch(e -> e.change() instanceof SessionChange.Call || e.change() instanceof Change.Unknown);
    }

    /** Without NOT NULL where old code would violate it, and with a volatile default in a statement of its own. */
    private static Optional<String> addColumn(Subject subject, ColumnChange.Add add) {
        ColumnDefinition column = add.definition();
        Expression value = column.defaultValue();
        boolean known = value == null || known(value);
        if (!known || column.generation() != null || !column.constraints().isEmpty()) {
            return Optional.empty();
        }
        String table = subject.resolve(add.table()).sql();
        String name = QualifiedName.quote(Identifiers.cut(column.name()));
        String type = column.type().isSerial()
                ? integerOf(column.type())
                : column.type().text();
        boolean stable = value != null && value.volatility() != Expression.Volatility.VOLATILE;
        return Optional.of("ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + name + " " + type
                + clause(" STORAGE ", column.storage())
                + clause(" COMPRESSION ", column.compression())
                + clause(" COLLATE ", column.collation())
                + (stable ? " DEFAULT " + value.text() : "")
                + (stable && column.notNull() && value.neverNull() ? " NOT NULL" : "") + ";"
                + (value != null && !stable
                        ? " ALTER TABLE " + table + " ALTER COLUMN " + name + " SET DEFAULT " + value.text() + ";"
                        : ""));
    }

    /** A constant, what is the same in every session, or a random UUID. */
    private static boolean known(Expression value) {
        return switch (value.volatility()) {
            case CONSTANT -> true;
            case STABLE -> value.neverNull() || value.neverFails();
            case VOLATILE -> value.calls().equals(List.of(QualifiedName.unqualified("gen_random_uuid")));
        };
    }

    /** Of a unique one none: as long as old code writes, what must be unique is no index but a decision. */
    private static Optional<String> createIndex(Subject subject, IndexDefinition index) {
        if (index.unique() || !index.expressions().allMatch(Expression::neverFails)) {
            return Optional.empty();
        }
        return Optional.of("CREATE INDEX CONCURRENTLY IF NOT EXISTS "
                + QualifiedName.quote(Identifiers.cut(IndexedConstraint.name(index))) + " ON "
                + subject.resolve(index.table()).sql()
                + (index.method().equals("btree") ? "" : " USING " + index.method())
                + " (" + Clauses.list(index.keys(), IndexDefinition.Key::text) + ")"
                + Clauses.names(" INCLUDE (", index.include(), ")")
                + (index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")
                + Clauses.storage(index.with())
                + clause(" TABLESPACE ", index.tablespace() == null ? null : QualifiedName.quote(index.tablespace()))
                + clause(" WHERE ", index.where() == null ? null : index.where().text()) + ";");
    }

    private static Optional<String> foreignKey(Subject subject, QualifiedName on, ConstraintDefinition key) {
        ConstraintDefinition.Reference reference = key.references();
        if (reference == null || key.period() || !subject.mayChange(subject.resolve(reference.table()))) {
            return Optional.empty();
        }
        String name = key.name() != null
                ? key.name()
                : Identifiers.cut(on.name() + "_" + String.join("_", key.columns()) + "_fkey");
        return Optional.of("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = "
                + Identifiers.literal(name)
                + ") THEN ALTER TABLE " + subject.resolve(on).sql() + " ADD CONSTRAINT " + QualifiedName.quote(name)
                + Clauses.names(" FOREIGN KEY (", key.columns(), ")") + " REFERENCES "
                + subject.resolve(reference.table())
                + Clauses.names(" (", reference.columns(), ")")
                + Clauses.match(reference.match())
                + Clauses.action(" ON DELETE ", reference.onDelete())
                + Clauses.names(" (", reference.deleted(), ")")
                + Clauses.action(" ON UPDATE ", reference.onUpdate())
                + (key.deferrable() ? " DEFERRABLE" : "")
                + (key.initiallyDeferred() ? " INITIALLY DEFERRED" : "")
                + (key.enforced() ? " NOT VALID" : " NOT ENFORCED") + "; END IF; END $$;");
    }

    private static String integerOf(TypeRef serial) {
        return switch (serial.name().name()) {
            case "smallserial", "serial2" -> "smallint";
            case "bigserial", "serial8" -> "bigint";
            default -> "integer";
        };
    }

    private static String clause(String keyword, @Nullable Object value) {
        return value == null ? "" : keyword + (value instanceof QualifiedName name ? name.sql() : value);
    }
}
