package dev.schemagate.sql;

import org.jspecify.annotations.Nullable;

/**
 * The one object that a condition looks for in the catalog.
 *
 * @param schema null where the condition leaves it open, or takes the first of the search path
 * @param owner the table or type it belongs to; null where the condition leaves it open
 * @param type what the catalog calls its kind, such as {@code f} or {@code FOREIGN KEY}; null where left open
 */
public record Sought(
        Kind kind,
        @Nullable String schema,
        @Nullable String owner,
        String name,
        @Nullable String type) {

    /** What shares a name space, as far as a condition tells it apart. */
    public enum Kind {
        COLUMN,
        CONSTRAINT,
        /** Tables, indexes, views, sequences. */
        RELATION,
        TYPE,
        ENUM_VALUE,
        ROUTINE,
        /** Triggers, policies and rules of a table. */
        TABLE_PART,
        STATISTICS,
        SCHEMA,
        /** What no schema holds. */
        GLOBAL;

        static Kind of(ObjectKind kind) {
            return switch (kind) {
                case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE -> RELATION;
                case TYPE, DOMAIN -> TYPE;
                case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> ROUTINE;
                case TRIGGER, POLICY, RULE -> TABLE_PART;
                case CONSTRAINT, DOMAIN_CONSTRAINT -> CONSTRAINT;
                case COLUMN -> COLUMN;
                case STATISTICS -> STATISTICS;
                case SCHEMA -> SCHEMA;
                default -> GLOBAL;
            };
        }
    }

    /** Whether finding it is finding that object: names are equal, and the owner where it is needed to tell it from others. */
    boolean is(Kind wanted, @Nullable QualifiedName table, String wantedName) {
        boolean ownerNeeded = kind == Kind.COLUMN || kind == Kind.TABLE_PART;
        boolean ownerFits = owner == null ? !ownerNeeded : table != null && owner.equals(table.name());
        return kind == wanted && name.equals(wantedName) && ownerFits;
    }
}
