package dev.schemagate.sql;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether an expression surely raises no error, whatever its columns hold: what is indexed is computed for each row that is
 * written, and what raises then is old code's error.
 */
final class NeverFails {

    /** Raise nothing for any arguments; {@code PromisesTest} asks PostgreSQL. */
    static final Set<String> FUNCTIONS = Set.of(("now transaction_timestamp statement_timestamp clock_timestamp"
                    + " gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7 lower upper length char_length character_length octet_length bit_length md5 sha224 sha256 sha384"
                    + " sha512 btrim ltrim rtrim left right reverse ascii starts_with strpos position date jsonb_typeof"
                    + " json_typeof array_length array_upper array_lower array_ndims cardinality isfinite isempty lower_inc"
                    + " upper_inc lower_inf upper_inf num_nulls num_nonnulls sign floor ceil ceiling hashtext")
            .split(" "));

    /** Raise nothing where all but one argument, or all but the last, are constants that name something known. */
    private static final Set<String> CONFIGURED = Set.of(
            "to_tsvector",
            "jsonb_to_tsvector",
            "json_to_tsvector",
            "setweight",
            "array_to_tsvector",
            "tsvector_to_array",
            "strip");

    private static final Set<String> FIELDS = Set.of(
            "year",
            "month",
            "day",
            "week",
            "quarter",
            "dow",
            "doy",
            "isodow",
            "isoyear",
            "epoch",
            "decade",
            "century",
            "millennium");

    /** A date has none of these to extract. */
    private static final Set<String> CLOCK = Set.of("hour", "minute", "second", "milliseconds", "microseconds");

    static final Set<String> OPERATORS = Set.of(
            "=", "<>", "<", ">", "<=", ">=", "->", "->>", "#>", "#>>", "@>", "<@", "?", "?|", "?&", "&&", "@@", "@?");

    private static final Set<String> LIKE = Set.of("~~", "!~~", "~~*", "!~~*");
    private static final Set<String> MATCH = Set.of("~", "!~", "~*", "!~*");

    /** A pattern that is valid and ends with no escape. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_ .,:;@%/^$|=<>!&#'\"~-]*");

    /** What can be written between texts but is no JSON, array or number, so that {@code ||} puts texts together. */
    private static final Pattern SEPARATOR = Pattern.compile("[ .,:;@/|=&#~_-]*");

    private NeverFails() {}

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
            case "A_Const", "ColumnRef", "SQLValueFunction" -> true;
            case "TypeCast" -> cast(term, node, below);
            case "CollateClause", "NullTest", "BooleanTest" -> of(node.get("arg"), below);
            case "A_Indirection" ->
                of(node.get("arg"), below)
                        && node.list("indirection").stream()
                                .allMatch(index -> index.is("A_Indices")
                                        && of(index.inner().get("uidx"), below));
            case "FuncCall" -> call(term, node, below);
            case "A_Expr" -> operation(term, node, below);
            case "BoolExpr", "CoalesceExpr", "MinMaxExpr", "RowExpr" -> all(node.list("args"), below);
            case "A_ArrayExpr" -> all(node.list("elements"), below);
            case "List" -> all(node.list("items"), below);
            case "CaseExpr" ->
                (node.get("arg").isEmpty() || of(node.get("arg"), below))
                        && (node.get("defresult").isEmpty() || of(node.get("defresult"), below))
                        && node.list("args").stream()
                                .allMatch(when -> of(when.inner().get("expr"), below)
                                        && of(when.inner().get("result"), below));
            default -> false;
        };
    }

    /** A constant is converted when the definition is made; anything has a text; and what is immutable has a date, too. */
    private static boolean cast(Node term, Node node, int depth) {
        Node value = node.get("arg");
        if (value.is("A_Const")
                || value.is("A_ArrayExpr")
                        && value.inner().list("elements").stream().allMatch(Terms::isConstant)) {
            return true;
        }
        String type = Terms.type(term).name();
        boolean bare = node.get("typeName").list("typmods").isEmpty()
                && node.get("typeName").list("arrayBounds").isEmpty();
        return bare
                && BuiltIns.type(Terms.type(term))
                && Set.of("text", "varchar", "citext", "date").contains(type)
                && of(value, depth);
    }

    private static boolean call(Node term, Node node, int depth) {
        List<Node> arguments = node.list("args");
        if (!all(arguments, depth) || node.flag("func_variadic")) {
            return false;
        }
        String function = Terms.function(term);
        String first = arguments.isEmpty() ? null : CallReader.constant(arguments.get(0));
        return switch (function) {
            case "date_trunc" -> first != null && (FIELDS.contains(first) || CLOCK.contains(first));
            case "date_part", "extract" -> first != null && FIELDS.contains(first);
            case "timezone" -> first != null && first.equalsIgnoreCase("utc");
            case "encode" -> Set.of("hex", "base64").contains(String.valueOf(CallReader.constant(arguments.get(1))));
            case "substr", "substring" -> arguments.stream().skip(1).allMatch(NeverFails::count);
            default ->
                FUNCTIONS.contains(function)
                        || CONFIGURED.contains(function)
                                && arguments.stream()
                                                .filter(a -> !Terms.isConstant(a))
                                                .count()
                                        <= 1;
        };
    }

    /** Not a pattern, and no length below zero. */
    private static boolean count(Node argument) {
        Node constant = argument.inner();
        return argument.is("A_Const")
                && constant.has("ival")
                && constant.get("ival").number("ival", 0) >= 0;
    }

    private static boolean operation(Node term, Node node, int depth) {
        Node left = node.get("lexpr");
        Node right = node.get("rexpr");
        if (!left.isEmpty() && !of(left, depth) || !of(right, depth)) {
            return false;
        }
        return switch (node.text("kind")) {
            case "AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_OP_ALL" -> {
                String operator = Terms.operator(term);
                yield OPERATORS.contains(operator)
                        || LIKE.contains(operator) && matches(PLAIN, right)
                        || MATCH.contains(operator) && matches(PLAIN, right)
                        || operator.equals("||") && (joins(left) || joins(right))
                        || operator.equals("-") && Terms.isConstant(term);
            }
            case "AEXPR_LIKE", "AEXPR_ILIKE" -> matches(PLAIN, right);
            case "AEXPR_IN",
                    "AEXPR_BETWEEN",
                    "AEXPR_NOT_BETWEEN",
                    "AEXPR_BETWEEN_SYM",
                    "AEXPR_NOT_BETWEEN_SYM",
                    "AEXPR_DISTINCT",
                    "AEXPR_NOT_DISTINCT",
                    "AEXPR_NULLIF" -> true;
            default -> false;
        };
    }

    /** Whether one side of {@code ||}, or of the one inside it, is such a text. */
    private static boolean joins(Node side) {
        return matches(SEPARATOR, side)
                || side.is("A_Expr") && Terms.operator(side).equals("||")
                || side.is("TypeCast")
                        && Set.of("text", "varchar").contains(Terms.type(side).name());
    }

    private static boolean matches(Pattern pattern, Node constant) {
        String text = CallReader.constant(constant);
        return text != null && pattern.matcher(text).matches();
    }

    private static boolean all(List<Node> terms, int depth) {
        return terms.stream().allMatch(term -> of(term, depth));
    }
}
