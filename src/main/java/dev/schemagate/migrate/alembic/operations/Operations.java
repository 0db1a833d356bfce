package dev.schemagate.migrate.alembic.operations;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;

/** Which operation is translated by what, and how its arguments are named. */
final class Operations {

    private static final Map<String, Operation> ALL = new HashMap<>();

    static {
        add("add_column", TableOperations::addColumn, 0, "table_name", "column");
        add("drop_column", TableOperations::dropColumn, 0, "table_name", "column_name");
        add("alter_column", TableOperations::alterColumn, 0, "table_name", "column_name");
        add("create_table", TableOperations::createTable, 0, "table_name");
        add("drop_table", TableOperations::dropTable, 0, "table_name");
        add("rename_table", TableOperations::renameTable, 0, "old_table_name", "new_table_name", "schema");
        add("create_table_comment", TableOperations::comment, 0, "table_name", "comment");
        add("drop_table_comment", TableOperations::comment, 0, "table_name");
        add("create_index", IndexOperations::createIndex, 1, "index_name", "table_name", "columns");
        add("drop_index", IndexOperations::dropIndex, 1, "index_name", "table_name");
        add(
                "create_foreign_key",
                IndexOperations::createForeignKey,
                1,
                "constraint_name",
                "source_table",
                "referent_table",
                "local_cols",
                "remote_cols");
        add("create_unique_constraint", IndexOperations::createUnique, 1, "constraint_name", "table_name", "columns");
        add("create_primary_key", IndexOperations::createPrimaryKey, 1, "constraint_name", "table_name", "columns");
        add("create_check_constraint", IndexOperations::createCheck, 1, "constraint_name", "table_name", "condition");
        add("drop_constraint", IndexOperations::dropConstraint, 1, "constraint_name", "table_name", "type_");
    }

    private Operations() {}

    /** Makes the statements of one call. */
    private interface Translation {
        List<String> sql(Arguments arguments) throws NotLiteral;
    }

    /** @param table the place of the table among the arguments, which a batch leaves out */
    private record Operation(Translation translation, int table, List<String> arguments) {}

    private static void add(String name, Translation translation, int table, String... arguments) {
        ALL.put(name, new Operation(translation, table, List.of(arguments)));
    }

    static boolean isKnown(String name) {
        return ALL.containsKey(name);
    }

    /** The statements that {@code op.name(…)} sends, in their order. */
    static List<String> sql(String name, PythonExpression.Call call, Imports imports) throws NotLiteral {
        Operation operation = ALL.get(name);
        return operation.translation().sql(Arguments.of(call, imports, operation.arguments()));
    }

    /** Those of {@code batch.name(…)}, where the table and its schema are the batch's. */
    static List<String> sql(String name, PythonExpression.Call call, Imports imports, Batch batch) throws NotLiteral {
        Operation operation = ALL.get(name);
        List<String> names = new java.util.ArrayList<>(operation.arguments());
        String table = names.remove(operation.table());
        Arguments arguments = Arguments.of(call, imports, names);
        arguments.put(table, batch.table());
        if (batch.schema() != null) {
            arguments.put(name.equals("create_foreign_key") ? "source_schema" : "schema", batch.schema());
        }
        return operation.translation().sql(arguments);
    }

    /** {@code with op.batch_alter_table("users") as batch:}. */
    record Batch(PythonExpression.Str table, PythonExpression.@Nullable Str schema) {

        static Batch of(PythonExpression.Call call, Imports imports) throws NotLiteral {
            Arguments arguments = Arguments.of(call, imports, List.of("table_name", "schema"));
            PythonExpression table = arguments.take("table_name");
            PythonExpression schema = arguments.take("schema");
            arguments
                    .without(java.util.Set.of("table_kwargs", "table_args", "naming_convention"))
                    .onlyThese();
            boolean none = schema == null || schema instanceof PythonExpression.None;
            if (!(table instanceof PythonExpression.Str name) || !none && !(schema instanceof PythonExpression.Str)) {
                throw new NotLiteral(call.range(), "the table of the batch is no literal");
            }
            return new Batch(name, none ? null : (PythonExpression.Str) schema);
        }
    }
}
