package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ConstraintDefinition.Exclusion;
import dev.schemagate.sql.ConstraintDefinition.Reference;
import dev.schemagate.sql.ConstraintDefinition.Type;
import dev.schemagate.sql.IndexDefinition.Key;

/** Reads constraints of tables and columns. */
final class ConstraintReader {
    private final StatementDraft out;

    ConstraintReader(StatementDraft out) {
        this.out = out;
    }

    /** A constraint of a table. */
    ConstraintDefinition read(Node constraint) {
        int start = Math.max(0, out.text.offsetOfByte(constraint.number("location", 0)));
        return read(constraint, start, out.slice.elementEnd(start), null, List.of());
    }

    /**
     * A constraint.
     *
     * @param column whose constraint it is; null for the table's
     * @param attributes such as {@code CONSTR_ATTR_DEFERRABLE}, which come apart for a column
     */
    ConstraintDefinition read(Node constraint, int start, int end, @Nullable String column, List<String> attributes) {
        Type type = type(constraint);
        String name = constraint.textOrNull("conname");
        boolean named = name != null && out.slice.startsWith(start, "constraint");
        int from = named ? out.slice.afterTokens(start, 2) : start;
        boolean validated = !constraint.flag("skip_validation");
        boolean enforced = !attributes.contains("CONSTR_ATTR_NOT_ENFORCED")
                && (constraint.flag("is_enforced") || type != Type.CHECK && type != Type.FOREIGN_KEY);
        Node check = constraint.get("raw_expr");
        return new ConstraintDefinition(
                out.slice.range(start, end),
                out.slice.text(from, end),
                name,
                type,
                column != null ? List.of(column) : columns(constraint, type),
                type == Type.CHECK ? parenthesised(check, from) : null,
                type == Type.FOREIGN_KEY ? reference(constraint) : null,
                constraint.textOrNull("indexname"),
                validated,
                enforced,
                constraint.flag("deferrable") || attributes.contains("CONSTR_ATTR_DEFERRABLE"),
                constraint.flag("initdeferred") || attributes.contains("CONSTR_ATTR_DEFERRED"),
                constraint.flag("nulls_not_distinct"),
                constraint.flag("is_no_inherit"),
                Names.strings(constraint.list("including")),
                type == Type.EXCLUSION ? Map.of() : IndexReader.options(constraint.list("options")),
                constraint.flag("without_overlaps") || constraint.flag("fk_with_period"),
                type == Type.EXCLUSION ? exclusion(constraint, from) : null);
    }

    private Exclusion exclusion(Node constraint, int from) {
        List<int[]> texts = out.slice.elements(out.slice.symbol(from, '(') + 1);
        List<Key> keys = new ArrayList<>();
        List<String> operators = new ArrayList<>();
        for (Node element : constraint.list("exclusions")) {
            int[] range = texts.get(keys.size());
            List<Node> items = element.inner().list("items");
            keys.add(new IndexReader(out).key(items.get(0).inner(), range[0], range[1]));
            operators.add(Names.of(items.get(1).inner().list("items")).name());
        }
        Node where = constraint.get("where_clause");
        return new Exclusion(
                constraint.text("access_method"),
                keys,
                operators,
                IndexReader.options(constraint.list("options")),
                constraint.textOrNull("indexspace"),
                where.isEmpty() ? null : parenthesised(where, out.slice.word(from, "where")));
    }

    /** The expression in the first parentheses behind an offset. */
    Expression parenthesised(Node expression, int from) {
        int open = out.slice.symbol(from, '(');
        int start = out.slice.tokenStart(open + 1);
        int end = out.slice.closing(open);
        return new ExpressionReader(out).read(expression, start, Math.max(start, out.slice.endBefore(start, end)));
    }

    private static Type type(Node constraint) {
        return switch (constraint.text("contype")) {
            case "CONSTR_UNIQUE" -> Type.UNIQUE;
            case "CONSTR_PRIMARY" -> Type.PRIMARY_KEY;
            case "CONSTR_FOREIGN" -> Type.FOREIGN_KEY;
            case "CONSTR_EXCLUSION" -> Type.EXCLUSION;
            case "CONSTR_NOTNULL" -> Type.NOT_NULL;
            default -> Type.CHECK;
        };
    }

    private static List<String> columns(Node constraint, Type type) {
        if (type == Type.FOREIGN_KEY) {
            return Names.strings(constraint.list("fk_attrs"));
        }
        if (type == Type.EXCLUSION) {
            List<String> columns = new ArrayList<>();
            for (Node exclusion : constraint.list("exclusions")) {
                for (Node element : exclusion.inner().list("items")) {
                    if (element.is("IndexElem") && element.inner().has("name")) {
                        columns.add(element.inner().text("name"));
                    }
                }
            }
            return columns;
        }
        return Names.strings(constraint.list("keys"));
    }

    private static Reference reference(Node constraint) {
        Reference.Match match =
                switch (constraint.text("fk_matchtype")) {
                    case "f" -> Reference.Match.FULL;
                    case "p" -> Reference.Match.PARTIAL;
                    default -> Reference.Match.SIMPLE;
                };
        return new Reference(
                Names.relation(constraint.get("pktable")),
                Names.strings(constraint.list("pk_attrs")),
                action(constraint.text("fk_del_action")),
                action(constraint.text("fk_upd_action")),
                match,
                Names.strings(constraint.list("fk_del_set_cols")));
    }

    private static Reference.Action action(String code) {
        return switch (code) {
            case "r" -> Reference.Action.RESTRICT;
            case "c" -> Reference.Action.CASCADE;
            case "n" -> Reference.Action.SET_NULL;
            case "d" -> Reference.Action.SET_DEFAULT;
            default -> Reference.Action.NO_ACTION;
        };
    }
}
