package dev.schemagate.desired;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.sql.QualifiedName;

/** A constraint that holds for all rows. */
@RegisterForReflection
public record DesiredValidation(String schema, String table, String name) implements DesiredObject {

    record Row(boolean validated) {}

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        Row found = row.as(Row.class);
        return Assessment.set(
                found != null && found.validated, "the validation of constraint " + QualifiedName.quote(name));
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(
                this,
                family -> Delta.changing(change -> change.before().kind() == Kind.CONSTRAINT
                        && change.facts().equals(List.of("validated"))
                        && family.members().contains(change.before().owner())
                        && change.before().name().equals(name)));
    }
}
