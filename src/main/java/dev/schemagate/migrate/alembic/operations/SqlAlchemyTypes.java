package dev.schemagate.migrate.alembic.operations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.schemagate.migrate.alembic.python.Imports;
import dev.schemagate.migrate.alembic.python.PythonExpression;

/** SQLAlchemy's types as PostgreSQL's. */
final class SqlAlchemyTypes {

    private static final Pattern KNOWN = Pattern.compile(
            "sqlalchemy\\.(?:types\\.|sql\\.sqltypes\\.|dialects\\.postgresql\\.(?:base\\.|json\\.)?)?([A-Za-z0-9_]+)");

    private static final Map<String, String> PLAIN = new HashMap<>();

    static {
        String names =
                "Integer INTEGER INTEGER INTEGER INT INTEGER BigInteger BIGINT BIGINT BIGINT SmallInteger SMALLINT SMALLINT"
                        + " SMALLINT Boolean BOOLEAN BOOLEAN BOOLEAN Text TEXT TEXT TEXT UnicodeText TEXT Date DATE DATE DATE LargeBinary BYTEA"
                        + " BYTEA BYTEA JSON JSON JSONB JSONB UUID UUID Uuid UUID REAL REAL INET INET CIDR CIDR MACADDR MACADDR MACADDR8"
                        + " MACADDR8 TSVECTOR TSVECTOR TSQUERY TSQUERY HSTORE HSTORE OID OID REGCLASS REGCLASS MONEY MONEY CITEXT CITEXT"
                        + " INT4RANGE INT4RANGE INT8RANGE INT8RANGE NUMRANGE NUMRANGE DATERANGE DATERANGE TSRANGE TSRANGE TSTZRANGE TSTZRANGE"
                        + " Interval INTERVAL INTERVAL INTERVAL";
        String[] words = names.split(" ");
        for (int i = 0; i < words.length; i += 2) {
            PLAIN.put(words[i], words[i + 1]);
        }
        PLAIN.put("Double", "DOUBLE PRECISION");
        PLAIN.put("DOUBLE", "DOUBLE PRECISION");
        PLAIN.put("DOUBLE_PRECISION", "DOUBLE PRECISION");
    }

    /** What the driver does with values, which the server does not see. */
    private static final Set<String> OF_THE_DRIVER = Set.of(
            "as_uuid",
            "none_as_null",
            "astext_type",
            "create_type",
            "native_uuid",
            "asdecimal",
            "decimal_return_scale");

    private SqlAlchemyTypes() {}

    static String of(PythonExpression type, Imports imports) throws NotLiteral {
        if (type instanceof PythonExpression.Name name) {
            return of(new PythonExpression.Call(name.range(), name.dotted(), List.of(), Map.of()), imports);
        }
        if (!(type instanceof PythonExpression.Call call)) {
            throw new NotLiteral(type.range(), "the type is no literal");
        }
        Matcher known = KNOWN.matcher(imports.resolve(call.function()).orElse(""));
        if (!known.matches()) {
            throw new NotLiteral(type.range(), "the type " + call.function() + " is not SQLAlchemy's");
        }
        String name = known.group(1);
        return switch (name) {
            case "String", "VARCHAR", "Unicode" -> sized("VARCHAR", call, imports, List.of("length"));
            case "CHAR" -> sized("CHAR", call, imports, List.of("length"));
            case "Numeric", "NUMERIC" -> sized("NUMERIC", call, imports, List.of("precision", "scale"));
            case "DECIMAL" -> sized("DECIMAL", call, imports, List.of("precision", "scale"));
            case "Float", "FLOAT" -> sized("FLOAT", call, imports, List.of("precision"));
            case "DateTime", "TIMESTAMP" -> timed("TIMESTAMP", call, imports);
            case "Time", "TIME" -> timed("TIME", call, imports);
            case "ARRAY" -> array(call, imports);
            case "Enum", "ENUM" -> enumeration(call, imports);
            default -> plain(name, call, imports);
        };
    }

    private static String plain(String name, PythonExpression.Call call, Imports imports) throws NotLiteral {
        String type = PLAIN.get(name);
        if (type == null) {
            throw new NotLiteral(call.range(), "the type " + call.function() + " is not known");
        }
        Arguments arguments = Arguments.of(call, imports, List.of()).without(OF_THE_DRIVER);
        if (name.equals("Boolean")) {
            boolean checked = arguments.flag("create_constraint", false);
            if (checked) {
                throw new NotLiteral(call.range(), "what create_constraint does is not known");
            }
            arguments.take("name");
        }
        arguments.onlyThese();
        return type;
    }

    private static String sized(String type, PythonExpression.Call call, Imports imports, List<String> sizes)
            throws NotLiteral {
        Arguments arguments = Arguments.of(call, imports, sizes).without(OF_THE_DRIVER);
        Integer first = arguments.number(sizes.get(0));
        Integer second = sizes.size() > 1 ? arguments.number(sizes.get(1)) : null;
        arguments.onlyThese();
        return first == null ? type : type + "(" + first + (second == null ? "" : ", " + second) + ")";
    }

    private static String timed(String type, PythonExpression.Call call, Imports imports) throws NotLiteral {
        Arguments arguments = Arguments.of(call, imports, List.of("timezone", "precision"));
        boolean zone = arguments.flag("timezone", false);
        Integer precision = arguments.number("precision");
        arguments.onlyThese();
        return type + (precision == null ? "" : "(" + precision + ")") + (zone ? " WITH" : " WITHOUT") + " TIME ZONE";
    }

    private static String array(PythonExpression.Call call, Imports imports) throws NotLiteral {
        Arguments arguments =
                Arguments.of(call, imports, List.of("item_type")).without(Set.of("as_tuple", "zero_indexes"));
        PythonExpression item = arguments.take("item_type");
        Integer dimensions = arguments.number("dimensions");
        arguments.onlyThese();
        if (item == null || dimensions != null && dimensions > 6) {
            throw new NotLiteral(call.range(), "the array's type is no literal");
        }
        return of(item, imports) + "[]".repeat(dimensions == null ? 1 : dimensions);
    }

    /** What creates the type before the table of a column that has it; null for a type that is there already. */
    static @Nullable String creation(PythonExpression type, Imports imports) throws NotLiteral {
        if (!(type instanceof PythonExpression.Call call)
                || !imports.resolve(call.function())
                        .filter(name -> name.matches("sqlalchemy\\..*\\b(?i:enum)"))
                        .isPresent()) {
            return null;
        }
        Arguments arguments = Arguments.of(call, imports, List.of());
        if (!arguments.flag("create_type", true)) {
            return null;
        }
        List<String> labels = new ArrayList<>();
        for (PythonExpression label : arguments.rest()) {
            if (!(label instanceof PythonExpression.Str string)) {
                throw new NotLiteral(label.range(), "the labels of the type are no literals");
            }
            labels.add(Text.quoted(string.value()));
        }
        return "CREATE TYPE " + enumeration(call, imports) + " AS ENUM (" + String.join(", ", labels) + ")";
    }

    /** Its name only: who creates the type is another matter. */
    private static String enumeration(PythonExpression.Call call, Imports imports) throws NotLiteral {
        Arguments arguments = Arguments.of(call, imports, List.of()).without(Set.of("create_type", "validate_strings"));
        boolean named = arguments.flag("native_enum", true);
        String schema = arguments.optional("schema");
        String name = arguments.string("name");
        arguments.done();
        if (!named) {
            throw new NotLiteral(call.range(), "what native_enum=False makes of it is not known");
        }
        return Text.name(schema, name);
    }
}
