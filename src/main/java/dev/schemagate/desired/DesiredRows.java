package dev.schemagate.desired;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RowChange;

/**
 * Rows with constants in some columns. Whether they are there the catalog does not show, only whether a unique key would find
 * them again: one among {@code columns}, that of {@code constraint} where it is named.
 */
@RegisterForReflection
public record DesiredRows(
        String home,
        String into,
        List<String> columns,
        @Nullable String constraint) implements OfNoTable {

    /** A unique key of the table, and its constraint where it has one. */
    record Row(@Nullable String constraint, List<String> columns) {}

    static DesiredRows of(RowChange.Insert insert, NameResolution names) {
        return new DesiredRows(
                names.schemaOf(insert.table()), insert.table().name(), insert.constants(), insert.constraint());
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        for (Row key : row.all(Row.class)) {
            if ((constraint == null || constraint.equals(key.constraint)) && columns.containsAll(key.columns)) {
                return Assessment.unknown("the catalog does not show whether the rows were inserted");
            }
        }
        return row.exists()
                ? Assessment.impossible("a second run would insert the rows again: no unique key of "
                        + new QualifiedName(home, into).sql() + " is among the columns with a constant, "
                        + String.join(", ", columns))
                : Assessment.impossible("relation \"" + into + "\" does not exist");
    }
}
