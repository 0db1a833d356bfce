package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.CatalogKey.Column;

/**
 * Understands a query of the catalog that finds a row if, and only if, one certain object is there: a conjunction of
 * equalities that name it. Anything besides may keep it from being found, so the query then looks for nothing certain.
 */
final class CatalogLookup {

    private final Map<String, CatalogTable> relations = new LinkedHashMap<>();
    private final Map<Column, String> values = new HashMap<>();

    /** From the column that holds an OID to the relation that names it. */
    private final Map<Column, String> links = new HashMap<>();

    private CatalogLookup() {}

    private CatalogKey key() {
        return new CatalogKey(relations, values, links);
    }

    /** What {@code EXISTS (query)} looks for; null where that is not certain. */
    static @Nullable Sought exists(Node query) {
        return query.inner().list("targetList").stream().allMatch(CatalogLookup::isPlain) ? rows(query) : null;
    }

    /** What a query looks for whose one value is {@code count(*)}; null where that is not certain. */
    static @Nullable Sought counts(Node query) {
        List<Node> targets = query.inner().list("targetList");
        Node value = targets.size() == 1 ? targets.get(0).inner().get("val") : query;
        boolean star = value.is("FuncCall")
                && Terms.function(value).equals("count")
                && value.inner().flag("agg_star")
                && value.inner().get("agg_filter").isEmpty()
                && value.inner().get("over").isEmpty();
        return star ? rows(query) : null;
    }

    private static @Nullable Sought rows(Node query) {
        Node select = query.inner();
        Node limit = select.get("limitCount");
        boolean plain = select.text("op").equals("SETOP_NONE")
                && select.list("groupClause").isEmpty()
                && select.get("havingClause").isEmpty()
                && select.get("limitOffset").isEmpty()
                && select.get("withClause").isEmpty()
                && (limit.isEmpty() || limit.inner().get("ival").number("ival", 0) > 0);
        CatalogLookup lookup = new CatalogLookup();
        boolean read = plain
                && select.list("fromClause").stream().allMatch(lookup::from)
                && lookup.condition(select.get("whereClause"));
        return read ? lookup.key().sought() : null;
    }

    /** What {@code to_regclass('name')} and its sisters look for. */
    static @Nullable Sought registered(Node call) {
        List<Node> arguments = call.inner().list("args");
        String written = arguments.size() == 1 ? CallReader.constant(arguments.get(0)) : null;
        if (written == null) {
            return null;
        }
        Sought.Kind kind =
                switch (Terms.function(call)) {
                    case "to_regclass" -> Sought.Kind.RELATION;
                    case "to_regtype" -> Sought.Kind.TYPE;
                    case "to_regproc", "to_regprocedure" -> Sought.Kind.ROUTINE;
                    case "to_regnamespace" -> Sought.Kind.SCHEMA;
                    default -> Sought.Kind.GLOBAL;
                };
        QualifiedName name = CatalogKey.name(written);
        return name == null ? null : new Sought(kind, name.schema(), null, name.name(), null);
    }

    /** An aggregate would make a row where there is none. */
    private static boolean isPlain(Node target) {
        Node value = target.inner().get("val");
        return value.is("A_Const") || value.is("ColumnRef");
    }

    private boolean from(Node item) {
        Node node = item.inner();
        if (item.is("JoinExpr")) {
            return node.text("jointype").equals("JOIN_INNER")
                    && !node.flag("isNatural")
                    && node.list("usingClause").isEmpty()
                    && from(node.get("larg"))
                    && from(node.get("rarg"))
                    && condition(node.get("quals"));
        }
        CatalogTable table = item.is("RangeVar") ? CatalogTable.of(Names.relation(node)) : null;
        Node alias = node.get("alias").inner();
        String name = alias.text("aliasname");
        return table != null
                && alias.list("colnames").isEmpty()
                && relations.put(name.isEmpty() ? table.table() : name, table) == null;
    }

    private boolean condition(Node condition) {
        Node node = condition.inner();
        if (condition.isEmpty()) {
            return true;
        }
        if (condition.is("BoolExpr")) {
            List<Node> terms = node.list("args");
            return switch (node.text("boolop")) {
                case "AND_EXPR" -> terms.stream().allMatch(this::condition);
                case "NOT_EXPR" -> isFlag(terms.get(0), "attisdropped") || isFlag(terms.get(0), "tgisinternal");
                default -> false;
            };
        }
        boolean operation = condition.is("A_Expr") && node.text("kind").equals("AEXPR_OP");
        Column left = operation ? column(node.get("lexpr")) : null;
        if (left == null) {
            return false;
        }
        String operator = Terms.operator(condition);
        if (operator.equals(">")) {
            return left.name().equals("attnum") && isZero(node.get("rexpr"));
        }
        return operator.equals("=") && equality(left, node.get("rexpr"));
    }

    private boolean equality(Column left, Node right) {
        Column other = column(right);
        if (other != null) {
            Column key = left.name().equals("oid") ? other : left;
            Column oid = key == left ? other : left;
            return oid.name().equals("oid") && links.put(key, oid.relation()) == null;
        }
        String value = value(right, left);
        return value != null && values.put(left, value) == null;
    }

    /** The constant a column is compared with; of an OID's column the name that it is the OID of. */
    private @Nullable String value(Node constant, Column column) {
        Node bare = Terms.bare(constant);
        boolean current = bare.is("SQLValueFunction") && bare.inner().text("op").equals("SVFOP_CURRENT_SCHEMA")
                || bare.is("FuncCall") && Terms.function(bare).equals("current_schema");
        if (current) {
            return "";
        }
        Node value = isCast(constant, "oid") ? constant.inner().get("arg") : constant;
        boolean oid = CatalogTable.isOid(column.name());
        if (value.is("FuncCall")) {
            List<Node> arguments = value.inner().list("args");
            boolean registered = Terms.function(value).startsWith("to_reg") && arguments.size() == 1;
            return oid && registered ? CallReader.constant(arguments.get(0)) : null;
        }
        // any other type may cut the name, or pad it
        boolean cast =
                oid ? isCast(value, "reg") : value.is("A_Const") || isCast(value, "name") || isCast(value, "text");
        return cast && (value.is("A_Const") || value.inner().get("arg").is("A_Const"))
                ? CallReader.constant(value)
                : null;
    }

    private static boolean isCast(Node node, String typesBeginning) {
        return node.is("TypeCast") && Terms.type(node).name().startsWith(typesBeginning);
    }

    static boolean isZero(Node node) {
        return node.is("A_Const")
                && node.inner().has("ival")
                && node.inner().get("ival").number("ival", 0) == 0;
    }

    private boolean isFlag(Node node, String name) {
        Column column = column(node);
        return column != null && column.name().equals(name);
    }

    /** A column of one of the relations; null for anything else. */
    private @Nullable Column column(Node node) {
        List<String> names = node.is("ColumnRef") ? Names.strings(node.inner().list("fields")) : List.of();
        if (names.size() == 2 && relations.containsKey(names.get(0))) {
            return new Column(names.get(0), names.get(1));
        }
        if (names.size() != 1) {
            return null;
        }
        List<String> owners = new ArrayList<>();
        relations.forEach((alias, table) -> {
            if (relations.size() == 1 || table.has(names.get(0))) {
                owners.add(alias);
            }
        });
        return owners.size() == 1 ? new Column(owners.get(0), names.get(0)) : null;
    }
}
