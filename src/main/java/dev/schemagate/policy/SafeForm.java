package dev.schemagate.policy;

import java.util.List;
import java.util.stream.Collectors;

import dev.schemagate.policy.rule.Rule;
import dev.schemagate.policy.rule.RuleGroup;
import dev.schemagate.policy.rule.Subject;
import dev.schemagate.policy.rule.Targets;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.IndexDefinition;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;

/** Spells out an effect the way the policy wants it: the corrected SQL of a finding. */
final class SafeForm {

    private SafeForm() {}

    /** SQL that passes the policy; a comment with the rule's remedy where no statement does the same safely. */
    static String of(Subject subject, Rule rule) {
        String remedy = "-- " + rule.remedy();
        if (rule.group() == RuleGroup.COLLISION
                || Targets.of(subject).stream().anyMatch(target -> !subject.mayChange(target))) {
            return remedy;
        }
        if (subject.change() instanceof ColumnChange.Add add) {
            return addColumn(subject, add);
        }
        if (runsUnknown(subject)) {
            return remedy;
        }
        if (subject.change() instanceof TableChange.CreateIndex index) {
            return index.definition().expressions().allMatch(Expression::neverFails)
                    ? createIndex(subject, index.definition())
                    : remedy;
        }
        if (subject.change() instanceof ConstraintChange.Add add
                && add.definition().type() == ConstraintDefinition.Type.FOREIGN_KEY) {
            return foreignKey(subject, add.table(), add.definition(), remedy);
        }
        if (subject.change() instanceof ConstraintChange.Validate validate) {
            return "ALTER TABLE " + subject.resolve(validate.table()) + " VALIDATE CONSTRAINT "
                    + QualifiedName.quote(validate.name()) + ";";
        }
        if (subject.change() instanceof ObjectChange.AddEnumValue add && add.neighbour() == null) {
            return "ALTER TYPE " + subject.resolve(add.object().name()) + " ADD VALUE IF NOT EXISTS '"
                    + add.value().replace("'", "''") + "';";
        }
        return remedy;
    }

    /** Whether a function or something unknown would stay in the statement. */
    private static boolean runsUnknown(Subject subject) {
        return subject.statement().effects().stream()
                .anyMatch(e -> e.change() instanceof SessionChange.Call || e.change() instanceof Change.Unknown);
    }

    private static String addColumn(Subject subject, ColumnChange.Add add) {
        ColumnDefinition column = add.definition();
        String table = subject.resolve(add.table()).sql();
        String name = QualifiedName.quote(Cut.toFit(column.name()));
        String type = column.type().isSerial()
                ? Cut.integerOf(column.type())
                : column.type().text();
        Expression value = column.defaultValue();
        boolean known = value != null && known(value);
        boolean stable = known
                && value.volatility() != Expression.Volatility.VOLATILE
                && (value.volatility() == Expression.Volatility.CONSTANT || value.neverNull() || value.neverFails());
        return "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + name + " " + type
                + (column.collation() == null
                        ? ""
                        : " COLLATE " + column.collation().sql())
                + (stable ? " DEFAULT " + value.text() : "")
                + (stable && column.notNull() && value.neverNull() ? " NOT NULL" : "") + ";"
                + (known && !stable
                        ? " ALTER TABLE " + table + " ALTER COLUMN " + name + " SET DEFAULT " + value.text() + ";"
                        : "");
    }

    private static boolean known(Expression value) {
        return value.volatility() != Expression.Volatility.VOLATILE
                || value.calls().equals(List.of(QualifiedName.unqualified("gen_random_uuid")));
    }

    private static String createIndex(Subject subject, IndexDefinition index) {
        QualifiedName table = subject.resolve(index.table());
        String name = index.name() != null ? index.name().name() : Cut.indexName(index);
        return "CREATE INDEX CONCURRENTLY IF NOT EXISTS " + QualifiedName.quote(Cut.toFit(name)) + " ON "
                + table.sql()
                + (index.method().equals("btree") ? "" : " USING " + index.method())
                + index.keys().stream().map(IndexDefinition.Key::text).collect(Collectors.joining(", ", " (", ")"))
                + (index.include().isEmpty()
                        ? ""
                        : index.include().stream()
                                .map(QualifiedName::quote)
                                .collect(Collectors.joining(", ", " INCLUDE (", ")")))
                + (index.where() == null ? "" : " WHERE " + index.where().text()) + ";";
    }

    private static String foreignKey(Subject subject, QualifiedName on, ConstraintDefinition key, String remedy) {
        ConstraintDefinition.Reference reference = key.references();
        if (reference == null || !subject.mayChange(subject.resolve(reference.table()))) {
            return remedy;
        }
        String table = subject.resolve(on).sql();
        String name = key.name() != null
                ? key.name()
                : Cut.toFit(on.name() + "_" + String.join("_", key.columns()) + "_fkey");
        String columns = key.columns().stream().map(QualifiedName::quote).collect(Collectors.joining(", "));
        return "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = '" + name.replace("'", "''")
                + "') THEN ALTER TABLE " + table + " ADD CONSTRAINT " + QualifiedName.quote(name) + " FOREIGN KEY ("
                + columns + ") REFERENCES " + subject.resolve(reference.table())
                + reference.columns().stream()
                        .map(QualifiedName::quote)
                        .collect(Collectors.joining(
                                ", ",
                                reference.columns().isEmpty() ? "" : " (",
                                reference.columns().isEmpty() ? "" : ")"))
                + action(" ON DELETE ", reference.onDelete()) + action(" ON UPDATE ", reference.onUpdate())
                + " NOT VALID; END IF; END $$;";
    }

    private static String action(String clause, ConstraintDefinition.Reference.Action action) {
        return action == ConstraintDefinition.Reference.Action.NO_ACTION
                ? ""
                : clause + action.name().replace('_', ' ');
    }
}
