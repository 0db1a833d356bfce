package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.ConstraintDefinition.Exclusion;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;

/** A constraint of this shape; any of that shape where it has no name. */
public sealed interface DesiredConstraint extends DesiredObject permits DesiredKey, DesiredForeignKey, DesiredCheck {

    /**
     * What all kinds have.
     *
     * @param withColumn whether it only comes with a new column
     */
    @RegisterForReflection
    record Traits(boolean validated, boolean enforced, boolean deferrable, boolean deferred, boolean withColumn) {

        static final Traits USUAL = new Traits(true, true, false, false, false);

        /** What follows a constraint's definition. */
        String sql() {
            return (deferrable ? " DEFERRABLE" : "")
                    + (deferred ? " INITIALLY DEFERRED" : "")
                    + (enforced ? "" : " NOT ENFORCED")
                    + (validated ? "" : " NOT VALID");
        }
    }

    /** Null where PostgreSQL chooses it. */
    @Nullable
    String name();

    /** Its {@code pg_constraint.contype}. */
    String type();

    List<String> columns();

    Traits traits();

    /** In what else a constraint of the same type differs. */
    void compareShape(ConstraintRow found, ExpressionEquivalence expressions, List<String> differences);

    /** One constraint; of EXCLUDE two objects, since its index has a shape as any other. */
    static Stream<DesiredObject> of(
            String schema, String table, ConstraintDefinition asked, boolean withColumn, NameResolution names) {
        Exclusion exclusion = asked.exclusion();
        String name = asked.name();
        return switch (asked.type()) {
            // Of a new column it is part of the column itself.
            case NOT_NULL ->
                withColumn
                        ? Stream.empty()
                        : Stream.of(new DesiredNullability(
                                schema, table, asked.columns().get(0), true));
            case CHECK -> Stream.of(DesiredCheck.of(schema, table, asked, traits(asked, withColumn)));
            case FOREIGN_KEY -> Stream.of(DesiredForeignKey.of(schema, table, asked, traits(asked, withColumn), names));
            case UNIQUE -> Stream.of(DesiredKey.of(schema, table, asked, "u", traits(asked, withColumn)));
            case PRIMARY_KEY -> Stream.of(DesiredKey.of(schema, table, asked, "p", traits(asked, withColumn)));
            case EXCLUSION ->
                exclusion == null || name == null
                        ? Stream.of(new Unreadable(
                                "unnamed exclusion constraint: a second run cannot tell whether it exists"))
                        : Stream.of(
                                DesiredKey.of(schema, table, asked, "x", traits(asked, withColumn)),
                                DesiredKey.index(schema, table, name, asked, exclusion));
        };
    }

    private static Traits traits(ConstraintDefinition asked, boolean withColumn) {
        return new Traits(
                asked.validated(), asked.enforced(), asked.deferrable(), asked.initiallyDeferred(), withColumn);
    }

    @Override
    default Optional<List<String>> uniqueName() {
        return Optional.ofNullable(name()).map(name -> List.of("constraint", schema(), table(), name));
    }

    @Override
    default List<List<String>> comesWith() {
        return traits().withColumn()
                ? columns().stream()
                        .map(column -> DesiredColumn.uniqueName(schema(), table(), column))
                        .toList()
                : List.of();
    }

    @Override
    default Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        List<ConstraintRow> found = row.all(ConstraintRow.class);
        String name = name();
        if (name == null) {
            return found.stream()
                    .filter(candidate -> differences(candidate, expressions).isEmpty())
                    .findFirst()
                    .map(same -> Assessment.satisfied("constraint " + same.name() + " is there"))
                    .orElseGet(() -> Assessment.missing("no such constraint on " + sqlName()));
        }
        String what = "constraint " + QualifiedName.quote(name) + " of " + sqlName();
        if (found.isEmpty()) {
            return Assessment.missing(what + " does not exist");
        }
        List<String> differences = differences(found.get(0), expressions);
        return differences.isEmpty()
                ? Assessment.satisfied(what + " is there")
                : Assessment.conflict(what + " " + String.join("; ", differences));
    }

    private List<String> differences(ConstraintRow found, ExpressionEquivalence expressions) {
        Traits traits = traits();
        if (!found.type().equals(type())) {
            return List.of("is of another type");
        }
        if (traits.enforced() != found.enforced()) {
            return List.of(traits.enforced() ? "is NOT ENFORCED" : "is enforced");
        }
        List<String> differences = new ArrayList<>();
        if (traits.enforced() && traits.validated() && !found.validated()) {
            differences.add("is NOT VALID; run VALIDATE CONSTRAINT");
        }
        if (traits.deferrable() != found.deferrable() || traits.deferred() != found.deferred()) {
            differences.add("differs in DEFERRABLE or INITIALLY DEFERRED");
        }
        compareShape(found, expressions, differences);
        return differences;
    }

    /** Notes where a list of names is another one. */
    static void compareNames(String verb, List<String> asked, List<String> found, List<String> differences) {
        if (!found.equals(asked)) {
            differences.add(verb + " " + found + ", but the hotfix asks for " + asked);
        }
    }

    /** Why the server does not know its columns. */
    default @Nullable String refusesColumns(ServerCheck server) throws SQLException {
        return columns().isEmpty()
                ? null
                : server.probe()
                        .refuses("SELECT "
                                + columns().stream().map(QualifiedName::quote).collect(Collectors.joining(", "))
                                + server.from(this));
    }
}
