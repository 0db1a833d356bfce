package dev.schemagate.sql;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** A new table or index, or a change of a table as a whole. */
public sealed interface TableChange extends Change {

    /** The table, as the statement names it. */
    QualifiedName table();

    /**
     * CREATE TABLE, CREATE FOREIGN TABLE, CREATE TABLE AS and SELECT INTO.
     *
     * @param columns as far as written; CREATE TABLE AS, LIKE, INHERITS and partitions bring more
     * @param constraints of the table; those of a column are in its definition
     * @param parents of INHERITS and PARTITION OF
     * @param like the tables of LIKE clauses
     * @param partitioned with PARTITION BY
     * @param asQuery CREATE TABLE AS or SELECT INTO
     */
    record Create(
            QualifiedName table,
            ObjectKind kind,
            List<ColumnDefinition> columns,
            List<ConstraintDefinition> constraints,
            List<QualifiedName> parents,
            List<QualifiedName> like,
            boolean ifNotExists,
            boolean temporary,
            boolean partitionOf,
            boolean partitioned,
            boolean asQuery)
            implements TableChange {

        public Create {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
            parents = List.copyOf(parents);
            like = List.copyOf(like);
        }
    }

    /** CREATE INDEX. */
    record CreateIndex(IndexDefinition definition, boolean ifNotExists) implements TableChange {
        @Override
        public QualifiedName table() {
            return definition.table();
        }
    }

    /** ATTACH PARTITION, or ALTER INDEX ... ATTACH PARTITION where {@code table} is an index. */
    record AttachPartition(QualifiedName table, QualifiedName partition) implements TableChange {}

    /** DETACH PARTITION. */
    record DetachPartition(QualifiedName table, QualifiedName partition, boolean concurrently) implements TableChange {}

    /**
     * A property of the table.
     *
     * @param detail the trigger, rule, parent, type, index, tablespace or options it concerns; null where there is none
     */
    record SetProperty(
            QualifiedName table,
            Property property,
            @Nullable String detail) implements TableChange {}

    /** The properties of a table that ALTER TABLE sets. */
    enum Property {
        OPTIONS,
        LOGGED,
        UNLOGGED,
        TABLESPACE,
        ACCESS_METHOD,
        CLUSTER_ON,
        WITHOUT_CLUSTER,
        WITHOUT_OIDS,
        REPLICA_IDENTITY,
        ENABLE_ROW_SECURITY,
        DISABLE_ROW_SECURITY,
        FORCE_ROW_SECURITY,
        NO_FORCE_ROW_SECURITY,
        ENABLE_TRIGGER,
        DISABLE_TRIGGER,
        ENABLE_RULE,
        DISABLE_RULE,
        INHERIT,
        NO_INHERIT,
        OF_TYPE,
        NOT_OF_TYPE,
        FOREIGN_OPTIONS
    }
}
