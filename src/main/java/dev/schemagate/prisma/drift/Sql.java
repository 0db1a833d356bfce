package dev.schemagate.prisma.drift;

import dev.schemagate.prisma.ExpectedColumn;
import dev.schemagate.prisma.ExpectedForeignKey;
import dev.schemagate.prisma.ExpectedIndex;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.sql.QualifiedName;

/** The statements that would bring something about, each without its semicolon. */
final class Sql {

    private Sql() {}

    static String addColumn(QualifiedName table, ExpectedColumn column) {
        return "ALTER TABLE " + full(table) + " ADD COLUMN IF NOT EXISTS " + column.definition();
    }

    static String setDefault(QualifiedName table, String column, String value) {
        return "ALTER TABLE " + full(table) + " ALTER COLUMN " + Identifiers.quote(column) + " SET DEFAULT " + value;
    }

    static String createIndex(QualifiedName table, ExpectedIndex index, String name) {
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX CONCURRENTLY IF NOT EXISTS "
                + Identifiers.quote(name) + " ON " + full(table) + index.definition();
    }

    static String addForeignKey(QualifiedName table, ExpectedForeignKey key) {
        return "ALTER TABLE " + full(table) + " ADD CONSTRAINT " + Identifiers.quote(key.name()) + " "
                + key.definition();
    }

    static String addValue(QualifiedName type, String label) {
        return "ALTER TYPE " + full(type) + " ADD VALUE IF NOT EXISTS " + text(label);
    }

    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String full(QualifiedName name) {
        return Identifiers.quote(String.valueOf(name.schema())) + "." + Identifiers.quote(name.name());
    }
}
