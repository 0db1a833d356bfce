package dev.schemagate.prisma.drift;

import dev.schemagate.desired.DesiredDefault;
import dev.schemagate.desired.DesiredForeignKey;
import dev.schemagate.prisma.ExpectedColumn;
import dev.schemagate.sql.QualifiedName;

/** Why there is no patch, and what to do instead. */
final class DriftAdvice {

    static final String UNDECLARED = "the schema does not declare it, so a db push would drop it";
    static final String EXTRA = UNDECLARED + ": add it there too";
    static final String KEY = "change the primary key in a migration of Prisma's";
    static final String INDEX = "a hotfix replaces no index: DROP INDEX and CREATE INDEX it in a migration of Prisma's";
    static final String SEQUENCE =
            "create a sequence, own it by the column and SET DEFAULT nextval(...) in a migration of Prisma's";
    static final String DROP_DEFAULT = "running code may rely on it: DROP DEFAULT in a migration of Prisma's";
    static final String TYPE =
            "change it in a migration of Prisma's; another type may rewrite the table under ACCESS EXCLUSIVE";
    static final String SET_NOT_NULL = "fill its NULLs, then SET NOT NULL in a migration of Prisma's";
    static final String DROP_NOT_NULL =
            "DROP NOT NULL in a migration of Prisma's; until then code that writes no value fails";

    private DriftAdvice() {}

    /** Empty where the column can simply be added, since rows that are there already can get a value. */
    static String forMissing(QualifiedName table, ExpectedColumn column) {
        if (!column.notNull() || column.value() != null && !column.serial()) {
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

    static String set(DesiredDefault value) {
        return "a hotfix may set it, below a line that acknowledges it (-- gate: allow HF034 reason): "
                + value.ddl().orElseThrow() + ";";
    }

    static String add(DesiredForeignKey key) {
        return "running code may write what it refuses: " + key.ddl().orElseThrow()
                + " NOT VALID in a migration of Prisma's, then VALIDATE CONSTRAINT";
    }

    static String rename(QualifiedName index, String name) {
        return "ALTER INDEX " + index.sql() + " RENAME TO " + QualifiedName.quote(name)
                + " in a migration of Prisma's; nothing depends on it";
    }
}
