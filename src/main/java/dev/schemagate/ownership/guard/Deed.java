package dev.schemagate.ownership.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ColumnType;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.ObjectRef;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.TableChange;

/**
 * What a statement does and a guard refuses, in the guard's own words.
 *
 * @param name {@code drop}, {@code rename}, {@code move}, {@code retype}, {@code rewrite} or {@code unlogging}
 * @param kind of the object, as {@code pg_event_trigger_dropped_objects} has it
 * @param owner the object with its schema; for a schema itself both parts are its name
 * @param part the column, constraint or attribute in it
 */
public record Deed(
        String name,
        String kind,
        QualifiedName owner,
        @Nullable String part) {

    private static final Map<ObjectKind, String> KINDS = Map.ofEntries(
            Map.entry(ObjectKind.TABLE, "table"),
            Map.entry(ObjectKind.FOREIGN_TABLE, "foreign table"),
            Map.entry(ObjectKind.VIEW, "view"),
            Map.entry(ObjectKind.MATERIALIZED_VIEW, "materialized view"),
            Map.entry(ObjectKind.SEQUENCE, "sequence"),
            Map.entry(ObjectKind.INDEX, "index"),
            Map.entry(ObjectKind.TYPE, "type"),
            Map.entry(ObjectKind.DOMAIN, "type"),
            Map.entry(ObjectKind.TYPE_ATTRIBUTE, "type"),
            Map.entry(ObjectKind.COLUMN, "table column"),
            Map.entry(ObjectKind.FUNCTION, "function"),
            Map.entry(ObjectKind.ROUTINE, "function"),
            Map.entry(ObjectKind.PROCEDURE, "procedure"),
            Map.entry(ObjectKind.AGGREGATE, "aggregate"),
            Map.entry(ObjectKind.SCHEMA, "schema"));

    /** What the guard has against a change; empty where nothing. */
    public static Optional<Deed> of(Change change, NameResolution names) {
        if (change instanceof ColumnChange column) {
            String name = column instanceof ColumnChange.Drop
                    ? "drop"
                    : column instanceof ColumnChange.Rename
                            ? "rename"
                            : column instanceof ColumnChange.Retype ? "retype" : null;
            return name == null
                    ? Optional.empty()
                    : Optional.of(new Deed(name, "table column", names.resolve(column.table()), column.column()));
        }
        if (change instanceof ConstraintChange.Drop drop) {
            return Optional.of(new Deed("drop", "table constraint", names.resolve(drop.table()), drop.name()));
        }
        if (change instanceof TableChange.SetProperty set && set.property() == TableChange.Property.UNLOGGED) {
            return Optional.of(new Deed("unlogging", "table", names.resolve(set.table()), null));
        }
        return change instanceof ObjectChange object ? of(object, names) : Optional.empty();
    }

    private static Optional<Deed> of(ObjectChange change, NameResolution names) {
        if (change instanceof ObjectChange.Drop) {
            return of("drop", change.object(), names);
        }
        boolean renames = change instanceof ObjectChange.Rename || change instanceof ObjectChange.RenameEnumValue;
        if (renames) {
            // No query names an index.
            return change.object().kind() == ObjectKind.INDEX ? Optional.empty() : of("rename", change.object(), names);
        }
        if (change instanceof ObjectChange.Alter alter && alter.what().equals("ALTER ATTRIBUTE TYPE")) {
            return of("retype", change.object(), names);
        }
        return change instanceof ObjectChange.Move ? of("move", change.object(), names) : Optional.empty();
    }

    private static Optional<Deed> of(String name, ObjectRef object, NameResolution names) {
        String kind = KINDS.get(object.kind());
        if (kind == null) {
            return Optional.empty();
        }
        String named = object.name().name();
        QualifiedName owner =
                object.kind() == ObjectKind.SCHEMA ? new QualifiedName(named, named) : names.resolve(object.name());
        return Optional.of(new Deed(name, kind, owner, object.part()));
    }

    /** What is left of a change of type once the old type is known: nothing where the new one holds all its values. */
    public Optional<Deed> knowing(ColumnType old, ColumnChange.Retype retype) {
        ColumnType type = ColumnType.of(retype.type().canonical());
        if (!"pg_catalog".equals(retype.type().name().schema()) || !type.holds(old)) {
            return Optional.of(this);
        }
        return type.equals(old) ? toTheSame(retype) : Optional.empty();
    }

    /** What is left of a change to the type that the column has already: with an expression its rows are written anew. */
    Optional<Deed> toTheSame(ColumnChange.Retype retype) {
        return retype.using() == null ? Optional.empty() : Optional.of(new Deed("rewrite", kind, owner, null));
    }

    /** Whether this program's guard minds it in a schema that another engine owns. */
    public boolean isMindedInForeign() {
        return Kinds.FOREIGN.contains(kind);
    }

    String schema() {
        return String.valueOf(owner.schema());
    }

    /** The kind, schema, object and part, as {@code passes.sql} takes them. */
    List<@Nullable String> identity() {
        return Arrays.asList(kind, schema(), owner.name(), part);
    }

    /** As the guard's refusal begins: {@code drop of table column public."Tax".rate}. */
    public String describe() {
        String object = kind.equals("schema") ? QualifiedName.quote(owner.name()) : owner.sql();
        if (part == null) {
            return name + " of " + kind + " " + object;
        }
        return name + " of " + kind + " "
                + (kind.equals("table constraint")
                        ? QualifiedName.quote(part) + " on " + object
                        : object + "." + QualifiedName.quote(part));
    }
}
