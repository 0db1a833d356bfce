package dev.schemagate.migrate.alembic.operations;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.sql.QualifiedName;

/** SQL in strings and in SQLAlchemy's functions. */
final class Text {

    private static final Set<String> TEXT = Set.of(
            "sqlalchemy.text",
            "sqlalchemy.sql.text",
            "sqlalchemy.sql.expression.text",
            "sqlalchemy.DDL",
            "sqlalchemy.literal_column",
            "sqlalchemy.sql.literal_column");

    /** As SQLAlchemy finds the parameters of a text. */
    private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w\\\\]):(\\w+)(?!:)");

    /** Functions of the standard that have no parentheses. */
    private static final Set<String> BARE = Set.of(
            "current_date",
            "current_time",
            "current_timestamp",
            "current_user",
            "localtime",
            "localtimestamp",
            "session_user",
            "user");

    private static final Map<String, String> CONSTANTS = Map.of(
            "sqlalchemy.true",
            "true",
            "sqlalchemy.false",
            "false",
            "sqlalchemy.null",
            "NULL",
            "sqlalchemy.sql.expression.true",
            "true",
            "sqlalchemy.sql.expression.false",
            "false",
            "sqlalchemy.sql.expression.null",
            "NULL",
            "sqlalchemy.sql.true",
            "true",
            "sqlalchemy.sql.false",
            "false");

    private Text() {}

    /** The string of {@code text("…")}, or the string itself; null for anything else. */
    static PythonExpression.@Nullable Str literal(PythonExpression value, Imports imports) {
        if (value instanceof PythonExpression.Str string) {
            return string;
        }
        return value instanceof PythonExpression.Call call
                        && imports.resolve(call.function())
                                .filter(TEXT::contains)
                                .isPresent()
                        && call.arguments().size() == 1
                        && call.named().isEmpty()
                        && call.arguments().get(0) instanceof PythonExpression.Str string
                ? string
                : null;
    }

    /** The SQL that reaches the server from a text. */
    static String sql(PythonExpression.Str text) throws NotLiteral {
        if (PARAMETER.matcher(text.value()).find()) {
            throw new NotLiteral(text.range(), "the SQL has a parameter, such as :name; write \\: for a colon");
        }
        return text.value().replace("\\:", ":");
    }

    /** An SQL expression: {@code text("…")}, a function without arguments, a constant. */
    static String expression(PythonExpression value, Imports imports, String what) throws NotLiteral {
        PythonExpression.Str text = value instanceof PythonExpression.Str ? null : literal(value, imports);
        if (text != null) {
            return sql(text);
        }
        if (value instanceof PythonExpression.Call call
                && call.arguments().isEmpty()
                && call.named().isEmpty()) {
            String function = imports.resolve(call.function()).orElse("");
            if (CONSTANTS.containsKey(function)) {
                return CONSTANTS.get(function);
            }
            if (function.matches("sqlalchemy\\.(sql\\.)?func\\.[a-z_][a-z0-9_]*")) {
                String name = function.substring(function.lastIndexOf('.') + 1);
                return BARE.contains(name) ? name.toUpperCase(java.util.Locale.ROOT) : name + "()";
            }
        }
        throw new NotLiteral(value.range(), what + " is no literal");
    }

    /** A default: a string becomes an SQL string. */
    static String byDefault(PythonExpression value, Imports imports) throws NotLiteral {
        return value instanceof PythonExpression.Str string
                ? quoted(string.value())
                : expression(value, imports, "server_default");
    }

    static String comment(PythonExpression value) throws NotLiteral {
        if (value instanceof PythonExpression.None) {
            return "NULL";
        }
        if (value instanceof PythonExpression.Str string) {
            return quoted(string.value());
        }
        throw new NotLiteral(value.range(), "the comment is no literal");
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static String name(@Nullable String schema, String name) {
        return schema == null
                ? QualifiedName.quote(name)
                : QualifiedName.quote(schema) + "." + QualifiedName.quote(name);
    }
}
