package dev.schemagate.migrate.contract;

import java.util.List;
import java.util.Optional;

import dev.schemagate.policy.Declaration;
import dev.schemagate.sql.Change;
import dev.schemagate.sql.ColumnChange;
import dev.schemagate.sql.ConstraintChange;
import dev.schemagate.sql.ObjectChange;
import dev.schemagate.sql.ObjectKind;
import dev.schemagate.sql.QualifiedName;
import dev.schemagate.sql.TableChange;
import dev.schemagate.sql.Usage;

/**
 * A removal that a migration declares.
 *
 * @param object its full name, part by part
 * @param dropped false where it is renamed, moved or retyped: then its dependents stay
 * @param line of the declaration in {@code file}
 */
public record Contract(List<String> object, Kind kind, boolean dropped, String reason, String file, int line) {

    /** What can be asked about it. */
    public enum Kind {
        COLUMN,
        /** Table, view, index or sequence. */
        RELATION,
        CONSTRAINT,
        TYPE,
        ROUTINE,
        SCHEMA,
        /** A trigger or a policy, for instance, on which nothing depends. */
        OTHER
    }

    static Contract of(Declaration declared) {
        Change change = declared.changes().get(0);
        boolean dropped = declared.changes().stream().anyMatch(Contract::drops);
        return new Contract(
                declared.object(),
                kind(change),
                dropped,
                declared.reason(),
                declared.file(),
                declared.range().line());
    }

    private static boolean drops(Change change) {
        return change instanceof ColumnChange.Drop
                || change instanceof ConstraintChange.Drop
                || change instanceof ObjectChange.Drop;
    }

    private static Kind kind(Change change) {
        if (change instanceof ColumnChange) {
            return Kind.COLUMN;
        }
        if (change instanceof ConstraintChange) {
            return Kind.CONSTRAINT;
        }
        if (change instanceof TableChange) {
            return Kind.RELATION;
        }
        ObjectKind kind =
                change instanceof ObjectChange object ? object.object().kind() : ObjectKind.OTHER;
        return switch (kind) {
            case COLUMN -> Kind.COLUMN;
            case TYPE, DOMAIN -> Kind.TYPE;
            case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> Kind.ROUTINE;
            case SCHEMA -> Kind.SCHEMA;
            default -> kind.isRelation() ? Kind.RELATION : Kind.OTHER;
        };
    }

    /** As SQL would write it; the bookkeeping's key. */
    public String name() {
        return Declaration.name(object);
    }

    /** Where it is declared. */
    public String place() {
        return file + ":" + line;
    }

    String part(int place) {
        return place < object.size() ? object.get(place) : "";
    }

    /** The table, view or sequence that it is or belongs to. */
    QualifiedName relation() {
        return new QualifiedName(part(0), part(1));
    }

    /** What its use by a statement looks like; empty for what statements do not name. */
    Optional<Usage> usage() {
        return switch (kind) {
            case COLUMN -> Optional.of(new Usage(relation(), part(2)));
            case RELATION -> Optional.of(new Usage(relation(), null));
            default -> Optional.empty();
        };
    }
}
