package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ConstraintDefinition;

/** A CHECK; {@code columns} is the one that it was written with. */
@RegisterForReflection
public record DesiredCheck(
        String schema,
        String table,
        @Nullable String name,
        List<String> columns,
        @Nullable String check,
        boolean noInherit,
        Traits traits)
        implements DesiredConstraint {

    static DesiredCheck of(String schema, String table, ConstraintDefinition asked, Traits traits) {
        return new DesiredCheck(
                schema,
                table,
                asked.name(),
                asked.columns(),
                DesiredObjects.text(asked.check()),
                asked.noInherit(),
                traits);
    }

    @Override
    public String type() {
        return "c";
    }

    @Override
    public void compareShape(ConstraintRow found, ExpressionEquivalence expressions, List<String> differences) {
        if (!expressions.same(check, found.check(), "", this)) {
            differences.add("checks " + found.check() + ", but the hotfix asks for " + check);
        }
        if (noInherit != found.noInherit()) {
            differences.add("differs in NO INHERIT");
        }
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        return server.probe().refuses("SELECT" + server.from(this) + " WHERE " + check + "\n");
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(this, family -> Delta.adding(object -> family.isConstraint(object, type(), name)));
    }
}
