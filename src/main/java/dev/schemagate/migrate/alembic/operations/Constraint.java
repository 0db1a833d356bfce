package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.sql.QualifiedName;

/** Constraints of SQLAlchemy's, as they stand in CREATE TABLE and behind ADD. */
final class Constraint {

    private static final Set<String> NAMES =
            Set.of("PrimaryKeyConstraint", "UniqueConstraint", "ForeignKeyConstraint", "CheckConstraint", "ForeignKey");

    private Constraint() {}

    static boolean is(PythonExpression value, Imports imports) {
        return value instanceof PythonExpression.Call call && NAMES.contains(kind(call, imports));
    }

    static boolean isReference(PythonExpression value, Imports imports) {
        return value instanceof PythonExpression.Call call
                && kind(call, imports).startsWith("ForeignKey");
    }

    static boolean isPrimaryKey(PythonExpression value, Imports imports) {
        return value instanceof PythonExpression.Call call
                && kind(call, imports).equals("PrimaryKeyConstraint");
    }

    static boolean isCheck(PythonExpression value, Imports imports) {
        return value instanceof PythonExpression.Call call
                && kind(call, imports).equals("CheckConstraint");
    }

    private static String kind(PythonExpression.Call call, Imports imports) {
        String name = imports.resolve(call.function()).orElse("");
        return name.matches("sqlalchemy\\.(schema\\.|sql\\.schema\\.)?\\w+")
                ? name.substring(name.lastIndexOf('.') + 1)
                : "";
    }

    /** One that stands in a column. */
    static String ofColumn(PythonExpression value, String column, Imports imports) throws NotLiteral {
        PythonExpression.Call call = (PythonExpression.Call) value;
        if (!kind(call, imports).equals("ForeignKey")) {
            return of(value, imports);
        }
        Arguments arguments = Arguments.of(call, imports, List.of("column"));
        String[] target = target(arguments.string("column"), call);
        return named(arguments, foreignKey(arguments, List.of(column), target[0], List.of(target[1])));
    }

    /** One that stands beside columns. */
    static String of(PythonExpression value, Imports imports) throws NotLiteral {
        PythonExpression.Call call = (PythonExpression.Call) value;
        switch (kind(call, imports)) {
            case "PrimaryKeyConstraint" -> {
                Arguments arguments = Arguments.of(call, imports, List.of());
                return named(arguments, "PRIMARY KEY (" + columns(rest(arguments)) + ")" + deferral(arguments));
            }
            case "UniqueConstraint" -> {
                Arguments arguments = Arguments.of(call, imports, List.of());
                return named(arguments, "UNIQUE (" + columns(rest(arguments)) + ")" + deferral(arguments));
            }
            case "CheckConstraint" -> {
                Arguments arguments = Arguments.of(call, imports, List.of("sqltext", "name"));
                PythonExpression text = arguments.take("sqltext");
                return named(arguments, check(text == null ? value : text, imports) + deferral(arguments));
            }
            case "ForeignKeyConstraint" -> {
                Arguments arguments = Arguments.of(call, imports, List.of("columns", "refcolumns", "name"));
                List<String> columns = arguments.strings("columns");
                List<String> tables = new ArrayList<>();
                List<String> referred = new ArrayList<>();
                for (String reference : arguments.strings("refcolumns")) {
                    String[] target = target(reference, call);
                    tables.add(target[0]);
                    referred.add(target[1]);
                }
                if (tables.stream().distinct().count() != 1) {
                    throw new NotLiteral(call.range(), "the foreign key refers to several tables");
                }
                return named(arguments, foreignKey(arguments, columns, tables.get(0), referred));
            }
            default -> throw new NotLiteral(value.range(), "the constraint is no literal");
        }
    }

    static String check(PythonExpression condition, Imports imports) throws NotLiteral {
        PythonExpression.Str text = Text.literal(condition, imports);
        if (text == null) {
            throw new NotLiteral(condition.range(), "the condition is no literal");
        }
        return "CHECK (" + Text.sql(text) + ")";
    }

    /** @param table as SQL has it, quoted where it must be */
    static String foreignKey(Arguments arguments, List<String> columns, String table, List<String> referred)
            throws NotLiteral {
        StringBuilder sql = new StringBuilder(
                "FOREIGN KEY(" + columns(columns) + ") REFERENCES " + table + " (" + columns(referred) + ")");
        String match = arguments.optional("match");
        sql.append(match == null ? "" : " MATCH " + match);
        for (Map.Entry<String, String> action : Map.of("ondelete", "DELETE", "onupdate", "UPDATE").entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            String does = arguments.optional(action.getKey());
            sql.append(does == null ? "" : " ON " + action.getValue() + " " + does);
        }
        return sql + deferral(arguments) + (arguments.flag("postgresql_not_valid", false) ? " NOT VALID" : "");
    }

    static String deferral(Arguments arguments) throws NotLiteral {
        PythonExpression deferrable = arguments.take("deferrable");
        String initially = arguments.optional("initially");
        String kept = "";
        if (deferrable instanceof PythonExpression.Bool flag) {
            kept = flag.value() ? " DEFERRABLE" : " NOT DEFERRABLE";
        } else if (deferrable != null && !(deferrable instanceof PythonExpression.None)) {
            throw new NotLiteral(deferrable.range(), "deferrable is neither True nor False");
        }
        return kept + (initially == null ? "" : " INITIALLY " + initially);
    }

    static String columns(List<String> names) {
        return names.stream().map(QualifiedName::quote).collect(Collectors.joining(", "));
    }

    /** With its name before it, where it has one. */
    static String named(@Nullable String name, String constraint) {
        return name == null ? constraint : "CONSTRAINT " + QualifiedName.quote(name) + " " + constraint;
    }

    private static String named(Arguments arguments, String constraint) throws NotLiteral {
        String name = arguments.optional("name");
        arguments.without(Set.of("info", "use_alter", "link_to_name")).done();
        return named(name, constraint);
    }

    private static List<String> rest(Arguments arguments) throws NotLiteral {
        List<String> names = new ArrayList<>();
        for (PythonExpression name : arguments.rest()) {
            if (!(name instanceof PythonExpression.Str string)) {
                throw new NotLiteral(name.range(), "a column's name is no literal");
            }
            names.add(string.value());
        }
        return names;
    }

    /** Table and column of {@code "schema.table.column"}, the table quoted where it must be. */
    private static String[] target(String reference, PythonExpression.Call call) throws NotLiteral {
        String[] parts = reference.split("\\.");
        if (parts.length < 2 || parts.length > 3) {
            throw new NotLiteral(call.range(), "'" + reference + "' is no column with its table");
        }
        String table = Text.name(parts.length == 3 ? parts[0] : null, parts[parts.length - 2]);
        return new String[] {table, parts[parts.length - 1]};
    }
}
