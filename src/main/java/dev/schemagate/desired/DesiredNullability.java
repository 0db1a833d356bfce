package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** Whether a column takes NULL. */
@RegisterForReflection
public record DesiredNullability(String schema, String table, String name, boolean notNull) implements DesiredObject {

    record Row(boolean nullable) {}

    /** What setting a column's nullability sets. */
    static List<String> assignment(String schema, String table, String column) {
        return List.of("null", schema, table, column);
    }

    @Override
    public Optional<List<String>> assignment() {
        return Optional.of(assignment(schema, table, name));
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        Row found = row.as(Row.class);
        return Assessment.set(
                found != null && (found.nullable != notNull || later.replace(this)),
                "the nullability of " + part(name));
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        return server.refusesColumn(this, name);
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(this, family -> Delta.changing(change -> family.isNullability(change, Set.of(name))));
    }
}
