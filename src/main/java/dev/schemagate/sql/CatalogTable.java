package dev.schemagate.sql;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A catalog that tells whether an object exists, and its columns that tell which; empty where it has none. An owner or schema
 * of the {@code pg_} catalogs proper is an OID.
 */
record CatalogTable(String table, Sought.Kind kind, String name, String owner, String schema, String type) {

    private static final Map<String, CatalogTable> ALL =
            """
            columns COLUMN column_name table_name table_schema -
            pg_attribute COLUMN attname attrelid - -
            pg_constraint CONSTRAINT conname conrelid connamespace contype
            table_constraints CONSTRAINT constraint_name table_name table_schema constraint_type
            referential_constraints CONSTRAINT constraint_name - constraint_schema -
            pg_class RELATION relname - relnamespace relkind
            pg_indexes RELATION indexname tablename schemaname -
            pg_tables RELATION tablename - schemaname -
            pg_views RELATION viewname - schemaname -
            pg_matviews RELATION matviewname - schemaname -
            pg_sequences RELATION sequencename - schemaname -
            tables RELATION table_name - table_schema table_type
            views RELATION table_name - table_schema -
            sequences RELATION sequence_name - sequence_schema -
            pg_type TYPE typname - typnamespace typtype
            pg_enum ENUM_VALUE enumlabel enumtypid - -
            pg_proc ROUTINE proname - pronamespace -
            routines ROUTINE routine_name - routine_schema -
            pg_trigger TABLE_PART tgname tgrelid - -
            triggers TABLE_PART trigger_name event_object_table event_object_schema -
            pg_policy TABLE_PART polname polrelid - -
            pg_policies TABLE_PART policyname tablename schemaname -
            pg_rules TABLE_PART rulename tablename schemaname -
            pg_statistic_ext STATISTICS stxname stxrelid stxnamespace -
            pg_namespace SCHEMA nspname - - -
            schemata SCHEMA schema_name - - -
            pg_extension GLOBAL extname - - -
            pg_roles GLOBAL rolname - - -
            pg_publication GLOBAL pubname - - -
            pg_event_trigger GLOBAL evtname - - -
            """.lines().map(CatalogTable::parse).collect(Collectors.toMap(CatalogTable::table, Function.identity()));

    private static CatalogTable parse(String line) {
        String[] words = line.replace("-", "").split(" ", -1);
        return new CatalogTable(words[0], Sought.Kind.valueOf(words[1]), words[2], words[3], words[4], words[5]);
    }

    static @Nullable CatalogTable of(QualifiedName name) {
        CatalogTable found = ALL.get(name.name());
        boolean standard = found != null && !found.table.startsWith("pg_");
        return standard == "information_schema".equals(name.schema()) ? found : null;
    }

    boolean has(String column) {
        return column.equals(name) || column.equals(owner) || column.equals(schema) || column.equals(type);
    }

    /** Whether an owner's or schema's column holds an OID, which is compared with a cast of a name. */
    static boolean isOid(String column) {
        return column.endsWith("id") || column.endsWith("namespace");
    }

    /** Whether its rows are only there to give an OID its name. */
    boolean names(CatalogTable main) {
        return this != main && (table.equals("pg_class") || table.equals("pg_type") || table.equals("pg_namespace"));
    }
}
