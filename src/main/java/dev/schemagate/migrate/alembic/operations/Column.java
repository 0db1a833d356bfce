package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.sql.QualifiedName;

/**
 * A {@code sa.Column(…)}.
 *
 * @param declared the type, as the call names it
 * @param defaultValue SQL; null for none
 * @param check SQL that stands behind it; empty for none
 * @param constraints SQL of those that stand for themselves: foreign keys, UNIQUE
 */
record Column(
        String name,
        String type,
        PythonExpression declared,
        boolean primaryKey,
        boolean nullable,
        @Nullable String defaultValue,
        boolean serial,
        String check,
        List<String> constraints,
        @Nullable String comment) {

    /** What SQLAlchemy does with rows, which no DDL has. */
    private static final Set<String> OF_THE_PROGRAM =
            Set.of("default", "onupdate", "doc", "info", "key", "quote", "insert_default", "system", "sort_order");

    static boolean is(PythonExpression value, Imports imports) {
        return value instanceof PythonExpression.Call call
                && imports.resolve(call.function())
                        .filter(name -> name.matches("sqlalchemy\\.(schema\\.|sql\\.schema\\.)?Column"))
                        .isPresent();
    }

    static Column of(PythonExpression value, Imports imports) throws NotLiteral {
        if (!is(value, imports)) {
            throw new NotLiteral(value.range(), "the column is no literal");
        }
        Arguments arguments = Arguments.of((PythonExpression.Call) value, imports, List.of("name"))
                .without(OF_THE_PROGRAM);
        String name = arguments.string("name");
        PythonExpression type = arguments.take("type_");
        List<String> constraints = new ArrayList<>();
        boolean references = false;
        StringBuilder checks = new StringBuilder();
        for (PythonExpression one : arguments.rest()) {
            if (Constraint.isCheck(one, imports)) {
                checks.append(' ').append(Constraint.of(one, imports));
            } else if (Constraint.is(one, imports)) {
                references |= Constraint.isReference(one, imports);
                constraints.add(Constraint.ofColumn(one, name, imports));
            } else if (type == null) {
                type = one;
            } else {
                throw new NotLiteral(one.range(), "what it makes of column " + name + " is not known");
            }
        }
        if (type == null) {
            throw new NotLiteral(value.range(), "column " + name + " has no type");
        }
        boolean primaryKey = arguments.flag("primary_key", false);
        if (arguments.flag("unique", false)) {
            constraints.add(0, "UNIQUE (" + QualifiedName.quote(name) + ")");
        }
        if (arguments.flag("index", false)) {
            throw new NotLiteral(value.range(), "the index of column " + name + " has a name that only Python knows");
        }
        PythonExpression server = arguments.take("server_default");
        String defaultValue =
                server == null || server instanceof PythonExpression.None ? null : Text.byDefault(server, imports);
        boolean counted = autoincrement(arguments);
        String comment = arguments.optional("comment");
        boolean nullable = arguments.flag("nullable", !primaryKey);
        arguments.done();
        boolean serial = counted && defaultValue == null && !references;
        return new Column(
                name,
                SqlAlchemyTypes.of(type, imports),
                type,
                primaryKey,
                nullable,
                defaultValue,
                serial,
                checks.toString(),
                constraints,
                comment);
    }

    /** Whether a primary key of this one column may count by itself. */
    private static boolean autoincrement(Arguments arguments) throws NotLiteral {
        PythonExpression value = arguments.take("autoincrement");
        boolean auto =
                value instanceof PythonExpression.Str string && string.value().equals("auto");
        if (value == null || auto || value instanceof PythonExpression.Bool) {
            return !(value instanceof PythonExpression.Bool flag) || flag.value();
        }
        throw new NotLiteral(value.range(), "autoincrement is no literal");
    }

    /** As in ADD COLUMN and CREATE TABLE. */
    String definition(boolean alone) {
        String typed = alone && serial ? serialType() : type;
        return QualifiedName.quote(name) + " " + typed
                + (defaultValue == null ? "" : " DEFAULT " + defaultValue)
                + (nullable ? "" : " NOT NULL")
                + check;
    }

    /** As part of a primary key. */
    Column notNull() {
        return new Column(name, type, declared, primaryKey, false, defaultValue, serial, check, constraints, comment);
    }

    private String serialType() {
        return switch (type) {
            case "INTEGER" -> "SERIAL";
            case "BIGINT" -> "BIGSERIAL";
            case "SMALLINT" -> "SMALLSERIAL";
            default -> type;
        };
    }
}
