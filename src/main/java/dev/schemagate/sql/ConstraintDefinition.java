package dev.schemagate.sql;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A table's constraint.
 *
 * @param text as written, without {@code CONSTRAINT name}
 * @param name null where PostgreSQL chooses it
 * @param columns its own columns, in order; of a column constraint, that column; of EXCLUDE, those that are plain columns
 * @param check of CHECK
 * @param references of FOREIGN KEY
 * @param usingIndex of {@code UNIQUE USING INDEX}
 * @param validated false with NOT VALID
 * @param with storage parameters of the index of UNIQUE and PRIMARY KEY
 * @param period whether it is WITHOUT OVERLAPS, or a foreign key with a PERIOD
 * @param exclusion of EXCLUDE
 */
public record ConstraintDefinition(
        SourceRange range,
        String text,
        @Nullable String name,
        Type type,
        List<String> columns,
        @Nullable Expression check,
        @Nullable Reference references,
        @Nullable String usingIndex,
        boolean validated,
        boolean enforced,
        boolean deferrable,
        boolean initiallyDeferred,
        boolean nullsNotDistinct,
        boolean noInherit,
        List<String> include,
        Map<String, String> with,
        boolean period,
        @Nullable Exclusion exclusion) {

    public ConstraintDefinition {
        columns = List.copyOf(columns);
        include = List.copyOf(include);
    }

    /** The kinds of constraint. */
    public enum Type {
        CHECK,
        UNIQUE,
        PRIMARY_KEY,
        FOREIGN_KEY,
        EXCLUSION,
        NOT_NULL
    }

    /**
     * How EXCLUDE compares rows.
     *
     * @param method of its index, {@code btree} where none is written
     * @param operators one a key, without their schemas
     * @param with storage parameters of its index
     */
    public record Exclusion(
            String method,
            List<IndexDefinition.Key> keys,
            List<String> operators,
            Map<String, String> with,
            @Nullable String tablespace,
            @Nullable Expression where) {

        public Exclusion {
            keys = List.copyOf(keys);
            operators = List.copyOf(operators);
        }
    }

    /**
     * What a foreign key points to.
     *
     * @param columns empty where the primary key is meant
     * @param deleted the columns that ON DELETE SET NULL or SET DEFAULT names; empty where it means all
     */
    public record Reference(
            QualifiedName table,
            List<String> columns,
            Action onDelete,
            Action onUpdate,
            Match match,
            List<String> deleted) {

        public Reference {
            columns = List.copyOf(columns);
            deleted = List.copyOf(deleted);
        }

        /** The referential actions. */
        public enum Action {
            NO_ACTION,
            RESTRICT,
            CASCADE,
            SET_NULL,
            SET_DEFAULT
        }

        /** The ways NULL is treated in a multi-column key. */
        public enum Match {
            SIMPLE,
            FULL,
            PARTIAL
        }
    }
}
