package dev.schemagate.sql;

import java.util.List;
import java.util.Set;

/** Whether an expression surely gives a value, by the little that surely does. */
final class NeverNull {

    /** Give a value whenever all their arguments are values; {@code PromisesTest} asks PostgreSQL. */
    static final Set<String> FUNCTIONS =
            Set.of(("now transaction_timestamp statement_timestamp clock_timestamp timeofday"
                            + " random gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7"
                            + " gen_random_bytes date_trunc timezone make_date make_time make_timestamp make_timestamptz make_interval"
                            + " to_timestamp justify_days justify_hours justify_interval lower upper initcap length char_length"
                            + " character_length octet_length bit_length md5 sha224 sha256 sha384 sha512 encode decode replace btrim ltrim rtrim"
                            + " left right lpad rpad repeat reverse concat concat_ws format to_hex chr ascii abs ceil ceiling floor"
                            + " round sign sqrt power mod pi json_build_object jsonb_build_object json_build_array jsonb_build_array"
                            + " to_json to_jsonb array_fill array_append array_prepend array_cat int4range int8range numrange tsrange"
                            + " tstzrange daterange to_tsvector version current_database pg_backend_pid")
                    .split(" "));

    /** Likewise; not among them are those that look something up, as {@code ->}. */
    static final Set<String> OPERATORS = Set.of(
            "+", "-", "*", "/", "%", "^", "||", "=", "<>", "<", ">", "<=", ">=", "~~", "!~~", "~~*", "!~~*", "~", "!~",
            "~*", "!~*");

    private NeverNull() {}

    static boolean of(Node term) {
        return of(term, 0);
    }

    private static boolean of(Node term, int depth) {
        if (depth > Terms.MAX_DEPTH) {
            return false;
        }
        Node node = term.inner();
        int below = depth + 1;
        return switch (term.tag()) {
            case "A_Const" -> !node.flag("isnull");
            case "TypeCast" ->
                node.get("arg").is("A_Const")
                        ? of(node.get("arg"), below)
                        : BuiltIns.type(Terms.type(term))
                                && of(node.get("arg"), below)
                                && keeps(node.get("arg"), below);
            case "CollateClause" -> of(node.get("arg"), below);
            // the schema is NULL where the search path has none
            case "SQLValueFunction" -> !node.text("op").equals("SVFOP_CURRENT_SCHEMA");
            case "FuncCall" ->
                FUNCTIONS.contains(Terms.function(term))
                        && !node.flag("func_variadic")
                        && all(node.list("args"), below);
            case "A_Expr" -> operation(term, node, below);
            case "BoolExpr" -> all(node.list("args"), below);
            case "NullTest", "BooleanTest", "A_ArrayExpr", "RowExpr" -> true;
            case "CoalesceExpr", "MinMaxExpr" -> node.list("args").stream().anyMatch(argument -> of(argument, below));
            case "CaseExpr" ->
                !node.get("defresult").isEmpty()
                        && of(node.get("defresult"), below)
                        && node.list("args").stream()
                                .allMatch(when -> of(when.inner().get("result"), below));
            case "SubLink" -> node.text("subLinkType").equals("EXISTS_SUBLINK");
            default -> false;
        };
    }

    private static boolean operation(Node term, Node node, int depth) {
        return switch (node.text("kind")) {
            case "AEXPR_DISTINCT", "AEXPR_NOT_DISTINCT" -> true;
            case "AEXPR_OP" ->
                OPERATORS.contains(Terms.operator(term))
                        && (node.get("lexpr").isEmpty() || of(node.get("lexpr"), depth))
                        && of(node.get("rexpr"), depth);
            default -> false;
        };
    }

    private static boolean all(List<Node> terms, int depth) {
        return terms.stream().allMatch(term -> of(term, depth));
    }

    /** A cast gives NULL for JSON's null (since PostgreSQL 18), and where somebody wrote it that way. */
    private static boolean keeps(Node term, int depth) {
        if (depth > Terms.MAX_DEPTH) {
            return false;
        }
        Node node = term.inner();
        return switch (term.tag()) {
            case "TypeCast" -> {
                QualifiedName type = Terms.type(term);
                yield BuiltIns.type(type) && !type.name().startsWith("json");
            }
            case "FuncCall" -> !Terms.function(term).contains("json");
            case "A_Const", "A_ArrayExpr", "SQLValueFunction", "NullTest", "BooleanTest", "BoolExpr" -> true;
            case "A_Expr" ->
                keeps(node.get("rexpr"), depth + 1)
                        && (node.get("lexpr").isEmpty() || keeps(node.get("lexpr"), depth + 1));
            default -> false;
        };
    }
}
