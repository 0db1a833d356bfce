package dev.schemagate.policy.rule;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.RowChange;
import dev.schemagate.sql.SessionChange;
import dev.schemagate.sql.TableChange;

/** The objects an effect changes. */
public final class Targets {

    /** Kinds whose names no schema qualifies. */
    private static final Set<ObjectKind> WITHOUT_SCHEMA = EnumSet.of(
            ObjectKind.ACCESS_METHOD,
            ObjectKind.CAST,
            ObjectKind.DATABASE,
            ObjectKind.DEFAULT_PRIVILEGES,
            ObjectKind.EVENT_TRIGGER,
            ObjectKind.EXTENSION,
            ObjectKind.FOREIGN_DATA_WRAPPER,
            ObjectKind.LANGUAGE,
            ObjectKind.LARGE_OBJECT,
            ObjectKind.PARAMETER,
            ObjectKind.PUBLICATION,
            ObjectKind.ROLE,
            ObjectKind.SERVER,
            ObjectKind.SUBSCRIPTION,
            ObjectKind.TABLESPACE,
            ObjectKind.TRANSFORM,
            ObjectKind.USER_MAPPING,
            ObjectKind.OTHER);

    private Targets() {}

    /** Whether objects of the kind live in a schema. */
    public static boolean inSchema(ObjectKind kind) {
        return !WITHOUT_SCHEMA.contains(kind) && kind != ObjectKind.SCHEMA;
    }

    /** What is changed, with schema: never what is only read or referred to. Empty for changes of no object. */
    public static List<QualifiedName> of(Subject subject) {
        List<QualifiedName> found = new ArrayList<>();
        Change change = subject.change();
        if (change instanceof ColumnChange column) {
            found.add(column.table());
        } else if (change instanceof ConstraintChange constraint) {
            found.add(constraint.table());
        } else if (change instanceof TableChange table) {
            found.add(table.table());
            addParts(table, found);
        } else if (change instanceof RowChange rows && !(rows instanceof RowChange.Read)) {
            found.add(rows.table());
        } else if (change instanceof ObjectChange object) {
            addObject(object, found);
        } else if (change instanceof SessionChange.Lock lock) {
            found.add(lock.table());
        } else if (change instanceof SessionChange.Maintain maintain && maintain.target() != null) {
            found.add(maintain.target());
        }
        return found.stream().map(subject::resolve).toList();
    }

    private static void addParts(TableChange change, List<QualifiedName> found) {
        if (change instanceof TableChange.Create create) {
            found.addAll(create.parents());
        } else if (change instanceof TableChange.AttachPartition attach) {
            found.add(attach.partition());
        } else if (change instanceof TableChange.DetachPartition detach) {
            found.add(detach.partition());
        }
    }

    private static void addObject(ObjectChange change, List<QualifiedName> found) {
        ObjectKind kind = change.object().kind();
        if (kind == ObjectKind.DEFAULT_PRIVILEGES
                && !change.object().name().name().isEmpty()) {
            found.add(new QualifiedName(change.object().name().name(), "*"));
        } else if (kind == ObjectKind.SCHEMA) {
            found.add(new QualifiedName(change.object().name().name(), "*"));
        } else if (inSchema(kind)) {
            found.add(change.object().name());
        }
        if (change instanceof ObjectChange.Move move) {
            found.add(new QualifiedName(move.newSchema(), "*"));
        }
    }
}
