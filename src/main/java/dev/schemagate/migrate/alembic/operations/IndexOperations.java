package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.sql.QualifiedName;

/** Operations on indexes and constraints. */
final class IndexOperations {

    private IndexOperations() {}

    static List<String> createIndex(Arguments arguments) throws NotLiteral {
        String table = TableOperations.table(arguments, "table_name");
        String name = arguments.string("index_name");
        boolean unique = arguments.flag("unique", false);
        boolean concurrently = arguments.flag("postgresql_concurrently", false);
        boolean exists = arguments.flag("if_not_exists", false);
        String using = arguments.optional("postgresql_using");
        List<String> include =
                arguments.has("postgresql_include") ? arguments.strings("postgresql_include") : List.of();
        PythonExpression where = arguments.take("postgresql_where");
        String columns = columns(arguments);
        arguments.onlyThese();
        return List.of("CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + (concurrently ? "CONCURRENTLY " : "")
                + (exists ? "IF NOT EXISTS " : "") + QualifiedName.quote(name) + " ON " + table + " "
                + (using == null ? "" : "USING " + using + " ") + "(" + columns + ")"
                + (include.isEmpty() ? "" : " INCLUDE (" + Constraint.columns(include) + ")")
                + (where == null || where instanceof PythonExpression.None
                        ? ""
                        : " WHERE " + Text.expression(where, arguments.imports(), "postgresql_where")));
    }

    private static String columns(Arguments arguments) throws NotLiteral {
        PythonExpression columns = arguments.take("columns");
        if (!(columns instanceof PythonExpression.Sequence sequence)) {
            throw new NotLiteral(columns == null ? arguments.range() : columns.range(), "columns is no literal list");
        }
        List<String> parts = new ArrayList<>();
        for (PythonExpression column : sequence.elements()) {
            parts.add(
                    column instanceof PythonExpression.Str string
                            ? QualifiedName.quote(string.value())
                            : Text.expression(column, arguments.imports(), "a column of the index"));
        }
        return String.join(", ", parts);
    }

    static List<String> dropIndex(Arguments arguments) throws NotLiteral {
        String schema = arguments.optional("schema");
        String name = arguments.string("index_name");
        boolean concurrently = arguments.flag("postgresql_concurrently", false);
        boolean exists = arguments.flag("if_exists", false);
        arguments.take("table_name");
        arguments.onlyThese();
        return List.of("DROP INDEX " + (concurrently ? "CONCURRENTLY " : "") + (exists ? "IF EXISTS " : "")
                + Text.name(schema, name));
    }

    static List<String> createForeignKey(Arguments arguments) throws NotLiteral {
        String source = Text.name(arguments.optional("source_schema"), arguments.string("source_table"));
        String target = Text.name(arguments.optional("referent_schema"), arguments.string("referent_table"));
        String name = arguments.optional("constraint_name");
        List<String> columns = arguments.strings("local_cols");
        List<String> referred = arguments.strings("remote_cols");
        String key = Constraint.foreignKey(arguments, columns, target, referred);
        arguments.onlyThese();
        return add(source, name, key);
    }

    static List<String> createUnique(Arguments arguments) throws NotLiteral {
        return keyed(arguments, "UNIQUE (");
    }

    static List<String> createPrimaryKey(Arguments arguments) throws NotLiteral {
        return keyed(arguments, "PRIMARY KEY (");
    }

    private static List<String> keyed(Arguments arguments, String kind) throws NotLiteral {
        String table = TableOperations.table(arguments, "table_name");
        String name = arguments.optional("constraint_name");
        String constraint =
                kind + Constraint.columns(arguments.strings("columns")) + ")" + Constraint.deferral(arguments);
        arguments.onlyThese();
        return add(table, name, constraint);
    }

    static List<String> createCheck(Arguments arguments) throws NotLiteral {
        String table = TableOperations.table(arguments, "table_name");
        String name = arguments.optional("constraint_name");
        PythonExpression condition = arguments.take("condition");
        boolean later = arguments.flag("postgresql_not_valid", false);
        String check = Constraint.check(
                condition == null ? new PythonExpression.Other(arguments.range()) : condition, arguments.imports());
        String deferral = Constraint.deferral(arguments);
        arguments.onlyThese();
        return add(table, name, check + deferral + (later ? " NOT VALID" : ""));
    }

    static List<String> dropConstraint(Arguments arguments) throws NotLiteral {
        String table = TableOperations.table(arguments, "table_name");
        String name = arguments.string("constraint_name");
        boolean exists = arguments.flag("if_exists", false);
        arguments.without(Set.of("type_")).onlyThese();
        return List.of(TableOperations.alter(table) + "DROP CONSTRAINT " + (exists ? "IF EXISTS " : "")
                + QualifiedName.quote(name));
    }

    private static List<String> add(String table, @Nullable String name, String constraint) {
        return List.of(TableOperations.alter(table) + "ADD " + Constraint.named(name, constraint));
    }
}
