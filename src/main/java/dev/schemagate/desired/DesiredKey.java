package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.ConstraintDefinition.Exclusion;

/**
 * A constraint that an index enforces: UNIQUE, PRIMARY KEY or EXCLUDE.
 *
 * @param type {@code u}, {@code p} or {@code x}
 * @param usingIndex the index it takes over; null where it makes one
 * @param operators of EXCLUDE
 * @param options storage parameters of its index
 * @param period whether it is WITHOUT OVERLAPS
 */
@RegisterForReflection
public record DesiredKey(
        String schema,
        String table,
        @Nullable String name,
        String type,
        List<String> columns,
        List<String> include,
        @Nullable String usingIndex,
        boolean nullsNotDistinct,
        List<String> operators,
        Map<String, String> options,
        boolean period,
        Traits traits)
        implements DesiredConstraint {

    static DesiredKey of(String schema, String table, ConstraintDefinition asked, String type, Traits traits) {
        Exclusion exclusion = asked.exclusion();
        return new DesiredKey(
                schema,
                table,
                asked.name(),
                type,
                asked.columns(),
                asked.include(),
                asked.usingIndex(),
                asked.nullsNotDistinct(),
                exclusion == null ? List.of() : exclusion.operators(),
                asked.with(),
                asked.period(),
                traits);
    }

    /** The index of EXCLUDE. */
    static DesiredIndex index(
            String schema, String table, String name, ConstraintDefinition asked, Exclusion exclusion) {
        return new DesiredIndex(
                schema,
                table,
                name,
                exclusion.method(),
                false,
                false,
                false,
                exclusion.keys().stream().map(IndexKey::of).toList(),
                asked.include(),
                exclusion.with(),
                exclusion.tablespace(),
                DesiredObjects.text(exclusion.where()));
    }

    @Override
    public void compareShape(ConstraintRow found, ExpressionEquivalence expressions, List<String> differences) {
        if (usingIndex == null) {
            DesiredConstraint.compareNames("is on", columns, found.columns(), differences);
            DesiredConstraint.compareNames("includes", include, found.include(), differences);
            DesiredConstraint.compareNames("compares with", operators, found.operators(), differences);
            differences.addAll(DesiredIndex.lacking(options, found.options()));
        }
        if (type.equals("u") && nullsNotDistinct != found.nullsNotDistinct()) {
            differences.add("differs in NULLS [NOT] DISTINCT");
        }
        if (period != found.period()) {
            differences.add("differs in WITHOUT OVERLAPS");
        }
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        Relation relation = server.relation(this);
        return type.equals("p") && relation.hasPrimaryKey()
                ? relation.name() + " has a primary key already"
                : refusesColumns(server);
    }

    /** A primary key makes its columns NOT NULL; USING INDEX marks the index of one. */
    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(this, family -> Delta.adding(object -> family.isConstraint(object, type, name)
                        || (name == null
                                ? object.kind() != Kind.CONSTRAINT && family.isNewIndex(object)
                                : family.isIndex(object, name)))
                .orChanging(change -> type.equals("p") && family.isNullability(change, Set.copyOf(columns)))
                .orChanging(change -> usingIndex != null
                        && change.before().kind() == Kind.INDEX
                        && change.before().owner() == family.table().id()
                        && Set.of("primary", "now").containsAll(change.facts())));
    }
}
