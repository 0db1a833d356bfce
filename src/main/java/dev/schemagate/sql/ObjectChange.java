package dev.schemagate.sql;

import org.jspecify.annotations.Nullable;

/** A change of an object of any kind; tables, indexes, columns and constraints have finer records for what is special to them. */
public sealed interface ObjectChange extends Change {

    /** The object. */
    ObjectRef object();

    /**
     * CREATE of anything but a table or an index.
     *
     * @param temporary a temporary view or sequence, its schema is {@code pg_temp}
     */
    record Create(ObjectRef object, boolean ifNotExists, boolean orReplace, boolean temporary)
            implements ObjectChange {}

    /** Besides its CREATE or ALTER: the object acts in every schema, whatever the statement names. */
    record Everywhere(ObjectRef object) implements ObjectChange {}

    /** DROP of anything but a column or a constraint: tables, indexes and views too. */
    record Drop(ObjectRef object, boolean ifExists, boolean cascade, boolean concurrently) implements ObjectChange {}

    /** DROP OWNED BY or REASSIGN OWNED BY, where {@code object} is the role. */
    record Owned(ObjectRef object, boolean drop) implements ObjectChange {}

    /** RENAME of anything but a column of a table. */
    record Rename(ObjectRef object, String newName) implements ObjectChange {}

    /** SET SCHEMA. */
    record Move(ObjectRef object, String newSchema) implements ObjectChange {}

    /** OWNER TO. */
    record ChangeOwner(ObjectRef object, String owner) implements ObjectChange {}

    /**
     * Another ALTER of a known kind, without finer structure.
     *
     * @param what the clause, such as {@code OWNED BY} or {@code DROP ATTRIBUTE a}
     * @param removes whether something is taken away or replaced by it, as far as the statement shows
     */
    record Alter(ObjectRef object, String what, boolean removes) implements ObjectChange {}

    /**
     * ALTER TYPE ADD VALUE, where {@code object} is the type.
     *
     * @param neighbour the value it is placed beside, or null for the end
     * @param before whether it comes before the neighbour
     */
    record AddEnumValue(
            ObjectRef object,
            String value,
            boolean ifNotExists,
            @Nullable String neighbour,
            boolean before) implements ObjectChange {}

    /** ALTER TYPE RENAME VALUE. */
    record RenameEnumValue(ObjectRef object, String value, String newValue) implements ObjectChange {}

    /**
     * COMMENT ON.
     *
     * @param text null where the comment is removed
     */
    record SetComment(ObjectRef object, @Nullable String text) implements ObjectChange {}

    /** SECURITY LABEL. */
    record SetLabel(ObjectRef object) implements ObjectChange {}

    /**
     * GRANT or REVOKE on an object, on all of a schema ({@code object} is the schema then), of a role, or by ALTER DEFAULT
     * PRIVILEGES.
     *
     * @param privileges as written, such as {@code SELECT, INSERT}, or {@code ALL}
     */
    record Privileges(ObjectRef object, boolean grant, String privileges) implements ObjectChange {}
}
