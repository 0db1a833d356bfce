package dev.schemagate.prisma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.prisma.schema.PrismaSchema;
import dev.schemagate.sql.Identifiers;
import dev.schemagate.testing.TestDatabase;

/** A database made of what we expect, and the catalog of any, to compare them. */
final class Blueprint {

    private static final String CATALOG = """
            SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
              SELECT 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                     || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
              FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
              WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                AND c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$')
              UNION ALL
              SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid)
              FROM pg_constraint WHERE contype IN ('p', 'f') AND connamespace <> 'pg_catalog'::regnamespace
              UNION ALL
              SELECT 'index ' || pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$')
              UNION ALL
              SELECT 'enum ' || enumtypid::regtype || ' ' || string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum GROUP BY enumtypid
            ) AS l (line)
            """;

    private Blueprint() {}

    static ExpectedDatabase expected(String schema) {
        return Expectation.of(PrismaSchema.parse(Map.of("schema.prisma", schema)), "public");
    }

    static List<String> catalog(TestDatabase database) {
        return database.value(CATALOG).lines().toList();
    }

    /** Creates all that is expected. */
    static void build(TestDatabase database, ExpectedDatabase expected) {
        List<String> statements = new ArrayList<>();
        new TreeSet<>(Stream.concat(
                                expected.tables().stream().map(ExpectedTable::schema),
                                expected.enums().stream().map(ExpectedEnum::schema))
                        .toList())
                .forEach(schema -> statements.add("CREATE SCHEMA IF NOT EXISTS " + Identifiers.quote(schema)));
        for (ExpectedEnum type : expected.enums()) {
            statements.add("CREATE TYPE " + name(type.schema(), type.name()) + " AS ENUM ("
                    + type.labels().stream().map(Identifiers::literal).collect(Collectors.joining(", ")) + ")");
        }
        for (ExpectedTable table : expected.tables()) {
            Stream<String> key = table.primaryKey().isEmpty()
                    ? Stream.empty()
                    : Stream.of("CONSTRAINT " + Identifiers.quote(table.primaryKey()) + " PRIMARY KEY ("
                            + Identifiers.list(table.keyColumns()) + ")");
            statements.add("CREATE TABLE " + name(table.schema(), table.name()) + " ("
                    + Stream.concat(
                                    table.columns().stream().map(column -> column.in(table.schema(), table.name())
                                            .definition()),
                                    key)
                            .collect(Collectors.joining(", "))
                    + ")");
            for (Expected<DesiredIndex> index : table.indexes()) {
                // It would not run in one script with the rest.
                statements.add(index.object().ddl().orElseThrow().replace(" CONCURRENTLY", ""));
            }
        }
        for (ExpectedTable table : expected.tables()) {
            table.foreignKeys().forEach(key -> statements.add(key.object().ddl().orElseThrow()));
        }
        database.execute(String.join(";\n", statements));
    }

    private static String name(String schema, String name) {
        return Identifiers.quote(schema) + "." + Identifiers.quote(name);
    }
}
