package dev.schemagate.desired;

import java.util.List;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code pg_constraint}, in its abbreviations. One for all kinds, since a name may be taken by another one.
 *
 * @param type {@code contype}
 * @param check the expression of a CHECK where one is asked for
 * @param refKey whether a foreign key points to a primary key
 * @param actions of a foreign key: on delete, on update, and how it matches
 * @param deleted the columns that ON DELETE clears; empty for all
 */
@RegisterForReflection
record ConstraintRow(
        String name,
        String type,
        boolean validated,
        boolean enforced,
        boolean deferrable,
        boolean deferred,
        boolean noInherit,
        boolean nullsNotDistinct,
        boolean period,
        List<String> columns,
        List<String> include,
        List<String> operators,
        List<String> options,
        @Nullable String check,
        @Nullable String refSchema,
        @Nullable String refTable,
        List<String> refColumns,
        boolean refKey,
        String actions,
        List<String> deleted) {}
