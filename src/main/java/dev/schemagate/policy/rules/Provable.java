package dev.schemagate.policy.rules;

import java.util.EnumSet;
import java.util.Set;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;

/**
 * What the replay of hotfixes can hold against the catalog, before and afterwards. It rolls back whatever else a statement
 * did, so that nobody's reason makes such a statement run.
 */
public final class Provable {

    private static final Set<ObjectKind> COMMENTED =
            EnumSet.of(ObjectKind.COLUMN, ObjectKind.CONSTRAINT, ObjectKind.TYPE, ObjectKind.DOMAIN);

    private Provable() {}

    /** Whether it is of a kind that the replay knows, or leaves no trace in the catalog. */
    public static boolean is(Change change) {
        if (change instanceof ColumnChange) {
            return change instanceof ColumnChange.Add
                    || change instanceof ColumnChange.SetDefault
                    || change instanceof ColumnChange.DropDefault
                    || change instanceof ColumnChange.SetNotNull
                    || change instanceof ColumnChange.DropNotNull;
        }
        if (change instanceof ObjectChange.SetComment comment) {
            ObjectKind kind = comment.object().kind();
            return kind.isRelation() || COMMENTED.contains(kind);
        }
        if (change instanceof SessionChange) {
            return !(change instanceof SessionChange.Transaction
                    || change instanceof SessionChange.ServerSetting
                    || change instanceof SessionChange.Maintain);
        }
        // The name of an index is all that tells it from another one.
        if (change instanceof TableChange.CreateIndex index) {
            return index.definition().name() != null;
        }
        if (change instanceof ConstraintChange.Add add) {
            return add.definition().exclusion() == null || add.definition().name() != null;
        }
        return change instanceof ConstraintChange.Validate
                || change instanceof ObjectChange.AddEnumValue
                || change instanceof RowChange.Read
                || change instanceof RowChange.Insert;
    }
}
