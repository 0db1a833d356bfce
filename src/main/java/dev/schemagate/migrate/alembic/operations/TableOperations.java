package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.sql.QualifiedName;

/** Operations on tables and columns. */
final class TableOperations {

    private TableOperations() {}

    static List<String> addColumn(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "table_name");
        String exists = arguments.flag("if_not_exists", false) ? "IF NOT EXISTS " : "";
        PythonExpression given = arguments.take("column");
        arguments.onlyThese();
        Column column =
                Column.of(given == null ? new PythonExpression.Other(arguments.range()) : given, arguments.imports());
        List<String> sql = new ArrayList<>();
        sql.add(alter(table) + "ADD COLUMN " + exists + column.definition(false));
        if (column.primaryKey()) {
            throw new NotLiteral(arguments.range(), "how a primary key is added with its column is not known");
        }
        column.constraints().forEach(constraint -> sql.add(alter(table) + "ADD " + constraint));
        addComment(sql, table, column);
        return sql;
    }

    static List<String> dropColumn(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "table_name");
        String column = arguments.string("column_name");
        String exists = arguments.flag("if_exists", false) ? "IF EXISTS " : "";
        arguments.onlyThese();
        return List.of(alter(table) + "DROP COLUMN " + exists + QualifiedName.quote(column));
    }

    /** In the order in which Alembic does it: type, NULL, default, comment, name. */
    static List<String> alterColumn(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "table_name");
        String column = QualifiedName.quote(arguments.string("column_name"));
        String alter = alter(table) + "ALTER COLUMN " + column + " ";
        PythonExpression nullable = arguments.take("nullable");
        PythonExpression byDefault = arguments.take("server_default");
        String renamed = arguments.optional("new_column_name");
        PythonExpression type = arguments.take("type_");
        String using = arguments.optional("postgresql_using");
        PythonExpression comment = arguments.take("comment");
        arguments.without(Set.of("autoincrement")).onlyThese();
        List<String> sql = new ArrayList<>();
        if (type != null && !(type instanceof PythonExpression.None)) {
            sql.add(alter + "TYPE " + SqlAlchemyTypes.of(type, arguments.imports())
                    + (using == null ? "" : " USING " + using));
        }
        if (nullable instanceof PythonExpression.Bool flag) {
            sql.add(alter + (flag.value() ? "DROP NOT NULL" : "SET NOT NULL"));
        } else if (nullable != null && !(nullable instanceof PythonExpression.None)) {
            throw new NotLiteral(nullable.range(), "nullable is neither True nor False");
        }
        if (byDefault instanceof PythonExpression.None) {
            sql.add(alter + "DROP DEFAULT");
        } else if (byDefault != null && !isFalse(byDefault)) {
            sql.add(alter + "SET DEFAULT " + Text.byDefault(byDefault, arguments.imports()));
        }
        if (comment != null && !isFalse(comment)) {
            sql.add("COMMENT ON COLUMN " + table + "." + column + " IS " + Text.comment(comment));
        }
        if (renamed != null) {
            sql.add(alter(table) + "RENAME " + column + " TO " + QualifiedName.quote(renamed));
        }
        return sql;
    }

    static List<String> createTable(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "table_name");
        String exists = arguments.flag("if_not_exists", false) ? "IF NOT EXISTS " : "";
        PythonExpression comment = arguments.take("comment");
        arguments.without(Set.of("info")).done();
        List<Column> columns = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        List<PythonExpression> keys = new ArrayList<>();
        for (PythonExpression part : arguments.rest()) {
            if (Column.is(part, arguments.imports())) {
                columns.add(Column.of(part, arguments.imports()));
            } else if (Constraint.is(part, arguments.imports())) {
                constraints.add(Constraint.of(part, arguments.imports()));
                if (Constraint.isPrimaryKey(part, arguments.imports())) {
                    keys.add(part);
                }
            } else {
                throw new NotLiteral(part.range(), "what it makes of the table is not known");
            }
        }
        List<String> key =
                columns.stream().filter(Column::primaryKey).map(Column::name).toList();
        if (!key.isEmpty() && keys.isEmpty()) {
            constraints.add(0, "PRIMARY KEY (" + Constraint.columns(key) + ")");
        }
        List<String> counted = keys.isEmpty() ? key : names(keys.get(0));
        List<String> parts = new ArrayList<>();
        for (Column column : columns) {
            boolean alone = counted.equals(List.of(column.name()));
            boolean inKey = counted.contains(column.name());
            parts.add((inKey ? column.notNull() : column).definition(alone));
            constraints.addAll(column.constraints());
        }
        parts.addAll(constraints);
        List<String> sql = new ArrayList<>(types(columns, arguments));
        sql.add("CREATE TABLE " + exists + table + " (" + String.join(", ", parts) + ")");
        if (comment != null && !(comment instanceof PythonExpression.None)) {
            sql.add("COMMENT ON TABLE " + table + " IS " + Text.comment(comment));
        }
        columns.forEach(column -> addComment(sql, table, column));
        return sql;
    }

    private static Set<String> types(List<Column> columns, Arguments arguments) throws NotLiteral {
        Set<String> types = new LinkedHashSet<>();
        for (Column column : columns) {
            String creation = SqlAlchemyTypes.creation(column.declared(), arguments.imports());
            if (creation != null) {
                types.add(creation);
            }
        }
        return types;
    }

    private static List<String> names(PythonExpression key) {
        return ((PythonExpression.Call) key)
                .arguments().stream()
                        .filter(PythonExpression.Str.class::isInstance)
                        .map(name -> ((PythonExpression.Str) name).value())
                        .toList();
    }

    static List<String> dropTable(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "table_name");
        String exists = arguments.flag("if_exists", false) ? "IF EXISTS " : "";
        arguments.onlyThese();
        return List.of("DROP TABLE " + exists + table);
    }

    static List<String> renameTable(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "old_table_name");
        String renamed = QualifiedName.quote(arguments.string("new_table_name"));
        arguments.onlyThese();
        return List.of(alter(table) + "RENAME TO " + renamed);
    }

    static List<String> comment(Arguments arguments) throws NotLiteral {
        String table = table(arguments, "table_name");
        PythonExpression comment = arguments.take("comment");
        arguments.without(Set.of()).onlyThese();
        return List.of("COMMENT ON TABLE " + table + " IS " + (comment == null ? "NULL" : Text.comment(comment)));
    }

    private static void addComment(List<String> sql, String table, Column column) {
        if (column.comment() != null) {
            sql.add("COMMENT ON COLUMN " + table + "." + QualifiedName.quote(column.name()) + " IS "
                    + Text.quoted(column.comment()));
        }
    }

    private static boolean isFalse(PythonExpression value) {
        return value instanceof PythonExpression.Bool flag && !flag.value();
    }

    /** With the schema, where the call names one. */
    static String table(Arguments arguments, String name) throws NotLiteral {
        @Nullable String schema = arguments.optional("schema");
        return Text.name(schema, arguments.string(name));
    }

    static String alter(String table) {
        return "ALTER TABLE " + table + " ";
    }
}
