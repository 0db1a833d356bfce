package dev.schemagate.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Rows read or written. */
public sealed interface RowChange extends Change {

    /** The relation, as the statement names it. */
    QualifiedName table();

    /**
     * SELECT and every other read of a relation.
     *
     * @param locking FOR UPDATE, FOR SHARE and their sisters
     */
    record Read(QualifiedName table, boolean locking) implements RowChange {}

    /**
     * INSERT.
     *
     * @param columns as written; empty for all
     * @param key the columns of {@code ON CONFLICT (...)}; empty where it is absent, or not a plain list of columns
     * @param anyKey whether {@code ON CONFLICT} names no columns, so that whatever key there is decides
     * @param constraint of {@code ON CONFLICT ON CONSTRAINT}
     * @param constants the columns that get a constant other than NULL, the same at every run, in each row
     */
    record Insert(
            QualifiedName table,
            List<String> columns,
            OnConflict onConflict,
            List<String> key,
            boolean anyKey,
            @Nullable String constraint,
            List<String> constants)
            implements RowChange {
        public Insert {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
            constants = List.copyOf(constants);
        }

        /** Whether a second run meets its own rows of the first: all of the conflict's key is constant. */
        public boolean findsItsRows() {
            return onConflict == OnConflict.NOTHING && !key.isEmpty() && constants.containsAll(key);
        }

        /** Whether it depends on the table's keys what a second run meets. */
        public boolean leavesTheKeyOpen() {
            return onConflict == OnConflict.NOTHING && (anyKey || constraint != null) && !constants.isEmpty();
        }
    }

    /** What an INSERT does about a row that is there already. */
    enum OnConflict {
        FAIL,
        NOTHING,
        UPDATE
    }

    /** UPDATE; also the update of ON CONFLICT DO UPDATE and of MERGE. */
    record Update(QualifiedName table, List<String> columns) implements RowChange {
        public Update {
            columns = List.copyOf(columns);
        }
    }

    /** DELETE, also that of MERGE. */
    record Delete(QualifiedName table) implements RowChange {}

    /** TRUNCATE, one effect a table. */
    record Truncate(QualifiedName table, boolean cascade) implements RowChange {}

    /** COPY of a table; {@code program} also where the server is asked to run one or to touch its files. */
    record Copy(QualifiedName table, boolean into, boolean serverSide) implements RowChange {}
}
