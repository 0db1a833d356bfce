package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ConstraintDefinition;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.QualifiedName;

/** A foreign key; {@code period} where its last column is a PERIOD. */
@RegisterForReflection
public record DesiredForeignKey(
        String schema,
        String table,
        @Nullable String name,
        List<String> columns,
        Reference references,
        boolean period,
        Traits traits)
        implements DesiredConstraint {

    private static final Map<String, String> ACTIONS =
            Map.of("NO ACTION", "a", "RESTRICT", "r", "CASCADE", "c", "SET NULL", "n", "SET DEFAULT", "d");
    private static final Map<String, String> MATCHES = Map.of("SIMPLE", "s", "FULL", "f", "PARTIAL", "p");

    /**
     * What it points to, in SQL's words.
     *
     * @param columns empty where the primary key is meant
     * @param deleted the columns that ON DELETE clears; empty where it means all
     */
    public record Reference(
            String schema,
            String table,
            List<String> columns,
            String onDelete,
            String onUpdate,
            String match,
            List<String> deleted) {

        public static Reference plain(
                String schema, String table, List<String> columns, String onDelete, String onUpdate) {
            return new Reference(schema, table, columns, onDelete, onUpdate, "SIMPLE", List.of());
        }

        String sqlName() {
            return new QualifiedName(schema, table).sql();
        }
    }

    static DesiredForeignKey of(
            String schema, String table, ConstraintDefinition asked, Traits traits, NameResolution names) {
        ConstraintDefinition.Reference to = Objects.requireNonNull(asked.references());
        Reference reference = new Reference(
                names.schemaOf(to.table()),
                to.table().name(),
                to.columns(),
                words(to.onDelete()),
                words(to.onUpdate()),
                words(to.match()),
                to.deleted());
        return new DesiredForeignKey(schema, table, asked.name(), asked.columns(), reference, asked.period(), traits);
    }

    private static String words(Enum<?> constant) {
        return constant.name().replace('_', ' ');
    }

    /** One that is checked at once and of all rows. */
    public static DesiredForeignKey plain(
            String schema, String table, String name, List<String> columns, Reference references) {
        return new DesiredForeignKey(schema, table, name, columns, references, false, Traits.USUAL);
    }

    @Override
    public String type() {
        return "f";
    }

    @Override
    public void compareShape(ConstraintRow found, ExpressionEquivalence expressions, List<String> differences) {
        DesiredConstraint.compareNames("is on", columns, found.columns(), differences);
        if (period != found.period()) {
            differences.add("differs in PERIOD");
        }
        if (!references.schema.equals(found.refSchema()) || !references.table.equals(found.refTable())) {
            differences.add("references " + found.refSchema() + "." + found.refTable());
            return;
        }
        if (!references.columns.isEmpty()) {
            DesiredConstraint.compareNames("references", references.columns, found.refColumns(), differences);
        } else if (!found.refKey()) {
            differences.add("does not reference the primary key");
        }
        if (!found.actions()
                .equals(ACTIONS.get(references.onDelete)
                        + ACTIONS.get(references.onUpdate)
                        + MATCHES.get(references.match))) {
            differences.add("differs in ON DELETE, ON UPDATE or MATCH");
        }
        DesiredConstraint.compareNames("clears", references.deleted, found.deleted(), differences);
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        String refusal = refusesColumns(server);
        Relation relation = server.relation(this);
        if (!relation.takesForeignKeys()) {
            return relation.name() + " is not a table and cannot have a foreign key";
        }
        if (server.only() && relation.isPartitioned()) {
            return relation.name() + " is partitioned, and its partitions need the foreign key too: leave ONLY out";
        }
        return refusal != null ? refusal : refusesReference(server, relation);
    }

    private @Nullable String refusesReference(ServerCheck server, Relation relation) throws SQLException {
        Relation referred = server.find(references.schema, references.table).orElse(null);
        String target = references.sqlName();
        if (referred == null) {
            return "relation " + target + " does not exist";
        }
        if (relation.isPartitioned() && !traits.validated() && !server.probe().validatesPartitionsLater()) {
            return relation.name() + " is partitioned: this server adds no foreign key NOT VALID to it";
        }
        List<String> key = referred.uniqueKey(references.columns);
        if (key == null || key.size() != columns.size()) {
            return target + " has no unique key on "
                    + (references.columns.isEmpty() ? "as many columns" : references.columns);
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            pairs.add("a." + Identifiers.quote(columns.get(i)) + " = b." + Identifiers.quote(key.get(i)));
        }
        return server.probe()
                .refuses("SELECT " + String.join(" AND ", pairs) + " FROM (SELECT *" + server.from(this) + ") a, ONLY "
                        + target + " b");
    }

    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.ofTable(this, family -> Delta.adding(object -> family.isConstraint(object, type(), name)));
    }

    @Override
    public Optional<String> ddl() {
        return Optional.of(alterTable() + "ADD" + (name == null ? "" : " CONSTRAINT " + Identifiers.quote(name))
                + " FOREIGN KEY " + list(columns) + " REFERENCES " + Identifiers.quote(references.schema) + "."
                + Identifiers.quote(references.table) + (references.columns.isEmpty() ? "" : list(references.columns))
                + (references.match.equals("SIMPLE") ? "" : " MATCH " + references.match)
                + " ON DELETE " + references.onDelete
                + (references.deleted.isEmpty() ? "" : " (" + Identifiers.list(references.deleted) + ")")
                + " ON UPDATE " + references.onUpdate + traits.sql());
    }

    private String list(List<String> names) {
        int last = names.size() - 1;
        return "("
                + (period
                        ? Identifiers.list(names.subList(0, last)) + ", PERIOD " + Identifiers.quote(names.get(last))
                        : Identifiers.list(names))
                + ")";
    }
}
