package dev.schemagate.policy.rules;

import dev.schemagate.policy.rule.Subject;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnDefinition;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;

/**
 * All that a hotfix may do: a list of what is known, since a list of what is forbidden is never complete. The other rules
 * look closer and say what to do instead.
 */
final class Additive {

    private Additive() {}

    static boolean allows(Subject s) {
        Change change = s.change();
        if (change instanceof SessionChange.RunBlock
                || change instanceof SessionChange.Notify
                || change instanceof RowChange.Read
                || change instanceof SessionChange.Coerce) {
            return true;
        }
        if (!s.idempotent() || !Provable.is(change)) {
            return false;
        }
        if (change instanceof ColumnChange column) {
            return column(column);
        }
        if (change instanceof ConstraintChange constraint) {
            return constraint(constraint);
        }
        if (change instanceof TableChange.CreateIndex index) {
            return index.definition().concurrently() && !index.definition().unique() && !s.nested();
        }
        return change instanceof ObjectChange.AddEnumValue
                || change instanceof ObjectChange.SetComment comment && comment.text() != null
                || change instanceof RowChange.Insert;
    }

    private static boolean column(ColumnChange change) {
        if (change instanceof ColumnChange.Add add) {
            ColumnDefinition.Generation generation = add.definition().generation();
            return !add.definition().type().isSerial()
                    && (generation == null || generation.kind() == ColumnDefinition.Generation.Kind.VIRTUAL);
        }
        return change instanceof ColumnChange.SetDefault set
                        && set.value().neverNull()
                        && set.value().neverFails()
                || change instanceof ColumnChange.DropNotNull;
    }

    private static boolean constraint(ConstraintChange change) {
        if (change instanceof ConstraintChange.Add add) {
            ConstraintDefinition.Type type = add.definition().type();
            return type == ConstraintDefinition.Type.FOREIGN_KEY
                    || type == ConstraintDefinition.Type.NOT_NULL && add.withNewColumn();
        }
        return change instanceof ConstraintChange.Validate;
    }
}
