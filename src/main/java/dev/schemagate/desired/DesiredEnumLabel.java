package dev.schemagate.desired;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import dev.schemagate.catalog.CatalogObject.Kind;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.QualifiedName;

/** A label of the enum type {@code table}, in its order. */
@RegisterForReflection
public record DesiredEnumLabel(
        String schema, String table, String label, @Nullable String neighbour, boolean before)
        implements DesiredObject {

    /**
     * @param type the type's {@code typtype}
     * @param labels in their order; empty where it is no enum
     */
    record Row(String type, List<String> labels) {}

    static DesiredEnumLabel of(ObjectChange.AddEnumValue add, NameResolution names) {
        QualifiedName type = add.object().name();
        return new DesiredEnumLabel(names.schemaOf(type), type.name(), add.value(), add.neighbour(), add.before());
    }

    @Override
    public boolean needsTable() {
        return false;
    }

    /** Of a label beside a neighbour, which side it is on. */
    @Override
    public Optional<List<String>> uniqueName() {
        return Optional.ofNullable(neighbour).map(beside -> List.of("label", schema, table, label, beside));
    }

    @Override
    public Assessment compare(CatalogRow row, ExpressionEquivalence expressions, LaterAssignments later) {
        String name = "label '" + label + "' of " + sqlName();
        Row found = row.as(Row.class);
        if (found == null) {
            return Assessment.impossible("type \"" + table + "\" does not exist");
        }
        if (!found.type.equals("e")) {
            return Assessment.impossible("type \"" + table + "\" is no enum");
        }
        if (!found.labels.contains(label)) {
            return Assessment.missing(name + " does not exist");
        }
        int beside = neighbour == null ? -1 : found.labels.indexOf(neighbour);
        return beside >= 0 && found.labels.indexOf(label) < beside != before
                ? Assessment.conflict(name + " is on the other side of '" + neighbour + "'")
                : Assessment.satisfied(name + " is there");
    }

    @Override
    public @Nullable String refusal(ServerCheck server) throws SQLException {
        if (neighbour != null && !server.hasLabel(this, neighbour)) {
            return "type " + sqlName() + " has no label '" + neighbour + "'";
        }
        server.brings(this);
        return null;
    }

    /** PostgreSQL may number the other labels anew to make room. */
    @Override
    public Delta delta(CatalogChanges changes) {
        return changes.before()
                .find(Kind.TYPE, schema, table)
                .map(type -> Delta.adding(object -> object.kind() == Kind.ENUM_LABEL
                                && object.owner() == type.id()
                                && object.name().equals(label))
                        .orChanging(change -> change.before().kind() == Kind.ENUM_LABEL
                                && change.before().owner() == type.id()
                                && change.facts().equals(List.of("order"))))
                .orElse(Delta.NOTHING);
    }

    @Override
    public Optional<String> ddl() {
        String beside = neighbour == null
                ? ""
                : (before ? " BEFORE " : " AFTER ")
                        + Identifiers.literal(neighbour).strip();
        return Optional.of("ALTER TYPE " + Identifiers.quote(schema) + "." + Identifiers.quote(table)
                + " ADD VALUE IF NOT EXISTS " + Identifiers.literal(label).strip() + beside);
    }
}
