package dev.schemagate.desired;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.Expression;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;

/** What one change asks of the catalog. Of what is not known here the catalog does not show whether it was done. */
public final class DesiredObjects {

    private DesiredObjects() {}

    /** Empty where nothing outlives the statement. */
    public static Stream<DesiredObject> of(Change change, NameResolution names) {
        if (change instanceof ColumnChange column) {
            return Stream.of(ofColumn(column, names.schemaOf(column.table()), names));
        }
        if (change instanceof ConstraintChange.Add add) {
            return DesiredConstraint.of(
                    names.schemaOf(add.table()), add.table().name(), add.definition(), add.withNewColumn(), names);
        }
        if (change instanceof ConstraintChange.Validate validate) {
            return Stream.of(new DesiredValidation(
                    names.schemaOf(validate.table()), validate.table().name(), validate.name()));
        }
        if (change instanceof TableChange.CreateIndex index) {
            return Stream.of(DesiredIndex.of(index.definition(), names));
        }
        if (change instanceof ObjectChange.AddEnumValue label) {
            return Stream.of(DesiredEnumLabel.of(label, names));
        }
        if (change instanceof ObjectChange.SetComment comment) {
            return Stream.of(DesiredComment.of(comment, names));
        }
        if (change instanceof RowChange.Insert insert && insert.leavesTheKeyOpen()) {
            return Stream.of(DesiredRows.of(insert, names));
        }
        if (change instanceof RowChange.Read
                || change instanceof SessionChange.RunBlock
                || change instanceof SessionChange.Setting
                || change instanceof SessionChange.Loop
                || change instanceof SessionChange.Coerce
                || change instanceof SessionChange.Call call && call.inDefinition()) {
            return Stream.empty();
        }
        return Stream.of(
                change instanceof Change.Unknown unknown ? new Unreadable(unknown.reason()) : Unreadable.of(change));
    }

    private static DesiredObject ofColumn(ColumnChange change, String schema, NameResolution names) {
        String table = change.table().name();
        if (change instanceof ColumnChange.Add add) {
            return DesiredColumn.of(add, names);
        }
        if (change instanceof ColumnChange.SetDefault set) {
            return new DesiredDefault(
                    schema, table, change.column(), set.value().text());
        }
        if (change instanceof ColumnChange.DropDefault) {
            return new DesiredDefault(schema, table, change.column(), null);
        }
        if (change instanceof ColumnChange.SetNotNull || change instanceof ColumnChange.DropNotNull) {
            return new DesiredNullability(schema, table, change.column(), change instanceof ColumnChange.SetNotNull);
        }
        return Unreadable.of(change);
    }

    static @Nullable String text(@Nullable Expression expression) {
        return expression == null ? null : expression.text();
    }

    static @Nullable String name(@Nullable QualifiedName name) {
        return name == null ? null : name.sql();
    }
}
