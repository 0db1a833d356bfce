package dev.schemagate.prisma.drift;

import dev.schemagate.prisma.ExpectedColumn;
import dev.schemagate.sql.QualifiedName;

/** Why there is no patch, and what to do instead. */
final class Advice {

    static final String KEY = "change the primary key in a migration of Prisma's";
    static final String INDEX = "a hotfix replaces no index: DROP INDEX and CREATE INDEX it in a migration of Prisma's";
    static final String SEQUENCE =
            "create a sequence, own it by the column and SET DEFAULT nextval(...) in a migration of Prisma's";
    static final String DROP_DEFAULT = "running code may rely on it: DROP DEFAULT in a migration of Prisma's";

    private Advice() {}

    /** Whether rows that are there already can get a value. */
    static boolean canBeFilled(ExpectedColumn column) {
        return !column.notNull() || column.value() != null && !column.serial();
    }

    /** Empty where the column can simply be added. */
    static String forMissing(QualifiedName table, ExpectedColumn column) {
        if (canBeFilled(column)) {
            return "";
        }
        String by = column.clientSide().isEmpty()
                ? column.serial() ? "a sequence that a hotfix must not create" : "nothing"
                : column.clientSide() + " in the client";
        return "it is required, and filled by " + by
                + ", so no row that is there has a value: add it without NOT NULL (ALTER TABLE "
                + table.sql() + " ADD COLUMN IF NOT EXISTS " + QualifiedName.quote(column.name()) + " " + column.type()
                + "), fill it, then SET NOT NULL in a migration of Prisma's";
    }

    static String setDefault(QualifiedName table, String column, String value) {
        return "a hotfix may set it, below a line that acknowledges it (-- gate: allow HF034 reason): "
                + Sql.setDefault(table, column, value) + ";";
    }

    static String foreignKey(String sql) {
        return "running code may write what it refuses: " + sql
                + " NOT VALID in a migration of Prisma's, then VALIDATE CONSTRAINT";
    }
}
