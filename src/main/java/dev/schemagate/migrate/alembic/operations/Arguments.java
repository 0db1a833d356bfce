package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;
import dev.schemagate.sql.SourceRange;

/** The arguments of one call by their names. What is neither taken nor passed over is found by {@link #done()}. */
final class Arguments {

    private final String function;
    private final SourceRange range;
    private final Imports imports;
    private final Map<String, PythonExpression> named = new LinkedHashMap<>();
    private final List<PythonExpression> rest;

    private Arguments(PythonExpression.Call call, Imports imports, List<PythonExpression> rest) {
        this.function = call.function();
        this.range = call.range();
        this.imports = imports;
        this.rest = rest;
    }

    /** @param names of the arguments that may be given by their place; what is behind them is {@link #rest()} */
    static Arguments of(PythonExpression.Call call, Imports imports, List<String> names) throws NotLiteral {
        int placed = Math.min(names.size(), call.arguments().size());
        Arguments arguments = new Arguments(
                call,
                imports,
                List.copyOf(call.arguments().subList(placed, call.arguments().size())));
        for (int i = 0; i < placed; i++) {
            arguments.named.put(names.get(i), call.arguments().get(i));
        }
        for (Map.Entry<String, PythonExpression> keyword : call.named().entrySet()) {
            if (arguments.named.put(keyword.getKey(), keyword.getValue()) != null) {
                throw new NotLiteral(call.range(), keyword.getKey() + " is given twice");
            }
        }
        return arguments;
    }

    SourceRange range() {
        return range;
    }

    Imports imports() {
        return imports;
    }

    /** The arguments behind those that have names. */
    List<PythonExpression> rest() {
        return rest;
    }

    @Nullable
    PythonExpression take(String name) {
        return named.remove(name);
    }

    boolean has(String name) {
        return named.containsKey(name) && !(named.get(name) instanceof PythonExpression.None);
    }

    /** As if the call had the argument. */
    void put(String name, PythonExpression value) {
        named.put(name, value);
    }

    /** A string; absent and None are an error. */
    String string(String name) throws NotLiteral {
        String value = optional(name);
        if (value == null) {
            throw new NotLiteral(range, function + " has no " + name);
        }
        return value;
    }

    /** A string; null for absent and None. */
    @Nullable
    String optional(String name) throws NotLiteral {
        PythonExpression value = take(name);
        return value == null || value instanceof PythonExpression.None ? null : text(value, name);
    }

    private String text(PythonExpression value, String name) throws NotLiteral {
        if (value instanceof PythonExpression.Str string) {
            return string.value();
        }
        // A name that no naming convention changes.
        boolean kept = value instanceof PythonExpression.Call call
                && imports.resolve(call.function())
                        .filter("alembic.op.f"::equals)
                        .isPresent()
                && call.arguments().size() == 1
                && call.named().isEmpty();
        if (kept && ((PythonExpression.Call) value).arguments().get(0) instanceof PythonExpression.Str string) {
            return string.value();
        }
        throw new NotLiteral(value.range(), name + " is no literal");
    }

    /** Strings in a list or tuple. */
    List<String> strings(String name) throws NotLiteral {
        PythonExpression value = take(name);
        if (!(value instanceof PythonExpression.Sequence sequence)) {
            throw new NotLiteral(value == null ? range : value.range(), name + " is no literal list");
        }
        List<String> strings = new ArrayList<>();
        for (PythonExpression element : sequence.elements()) {
            strings.add(text(element, name));
        }
        return strings;
    }

    /** True, False, or the default for absent and None. */
    boolean flag(String name, boolean byDefault) throws NotLiteral {
        PythonExpression value = take(name);
        if (value == null || value instanceof PythonExpression.None) {
            return byDefault;
        }
        if (value instanceof PythonExpression.Bool flag) {
            return flag.value();
        }
        throw new NotLiteral(value.range(), name + " is neither True nor False");
    }

    /** A whole number; null for absent and None. */
    @Nullable
    Integer number(String name) throws NotLiteral {
        PythonExpression value = take(name);
        if (value == null || value instanceof PythonExpression.None) {
            return null;
        }
        if (value instanceof PythonExpression.Number number && number.text().matches("\\d{1,9}")) {
            return Integer.valueOf(number.text());
        }
        throw new NotLiteral(value.range(), name + " is no whole number");
    }

    /** Passes over arguments that change nothing on PostgreSQL. */
    Arguments without(Set<String> names) {
        named.keySet()
                .removeIf(name -> names.contains(name)
                        || name.startsWith("existing_")
                        || name.startsWith("mysql_")
                        || name.startsWith("sqlite_")
                        || name.startsWith("mssql_")
                        || name.startsWith("oracle_"));
        return this;
    }

    /** @throws NotLiteral for an argument that was not taken: what it does is not known */
    void done() throws NotLiteral {
        if (!named.isEmpty()) {
            Map.Entry<String, PythonExpression> first =
                    named.entrySet().iterator().next();
            throw new NotLiteral(
                    first.getValue().range(), "what " + first.getKey() + " does in " + function + " is not known");
        }
    }

    /** As {@link #done()}, where nothing may stand behind the named ones. */
    void onlyThese() throws NotLiteral {
        done();
        if (!rest.isEmpty()) {
            throw new NotLiteral(rest.get(0).range(), function + " has more arguments than are known");
        }
    }
}
