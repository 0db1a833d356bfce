package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Understands the conditions and exception handlers of PL/pgSQL as guards. */
final class PlpgsqlGuards {
    private static final int ELOG_ERROR = 21;

    private PlpgsqlGuards() {}

    /** What is known where a condition holds, and where it fails. */
    record Condition(List<Guard> holds, List<Guard> fails) {}

    /** The guards of {@code SELECT condition}. */
    static Condition condition(@Nullable Node select, Fragment place, String text, BodyOpener opener) {
        Guard.Branch branch = new Guard.Branch(place.range(), text);
        if (select == null || select.inner().list("targetList").size() != 1) {
            return new Condition(List.of(branch), List.of(branch));
        }
        Node value = select.inner().list("targetList").get(0).inner().get("val");
        Guard.CatalogCheck check = check(value, false, place, text, opener);
        if (check != null) {
            return new Condition(List.of(check), List.of(check.opposite()));
        }
        if (value.inner().text("boolop").equals("AND_EXPR")) {
            List<Guard> all = new ArrayList<>();
            for (Node argument : value.inner().list("args")) {
                Guard.CatalogCheck part = check(argument, false, place, text, opener);
                all.add(part == null ? branch : part);
            }
            return new Condition(all, List.of(branch));
        }
        return new Condition(List.of(branch), List.of(branch));
    }

    private static Guard.@Nullable CatalogCheck check(
            Node value, boolean absent, Fragment place, String text, BodyOpener opener) {
        Node node = value.inner();
        if (value.is("BoolExpr") && node.text("boolop").equals("NOT_EXPR")) {
            return check(node.list("args").get(0), !absent, place, text, opener);
        }
        if (value.is("SubLink") && node.text("subLinkType").equals("EXISTS_SUBLINK")) {
            return describe(value, CatalogLookup.exists(node.get("subselect")), absent, place, text, opener);
        }
        if (value.is("A_Expr") && node.text("kind").equals("AEXPR_OP")) {
            return counted(value, absent, place, text, opener);
        }
        Node argument = node.get("arg");
        if (value.is("NullTest") && argument.is("FuncCall")) {
            QualifiedName function = Names.of(argument.inner().list("funcname"));
            boolean lookup = function.name().startsWith("to_reg") && BuiltIns.harmless(function);
            boolean isNull = node.text("nulltesttype").equals("IS_NULL");
            return lookup
                    ? describe(value, CatalogLookup.registered(argument), absent ^ isNull, place, text, opener)
                    : null;
        }
        return null;
    }

    /** {@code (SELECT count(*) ...) = 0}, {@code > 0}, and both the other way round. */
    private static Guard.@Nullable CatalogCheck counted(
            Node value, boolean absent, Fragment place, String text, BodyOpener opener) {
        Node node = value.inner();
        boolean turned = CatalogLookup.isZero(node.get("lexpr"));
        Node query = node.get(turned ? "rexpr" : "lexpr");
        Node zero = node.get(turned ? "lexpr" : "rexpr");
        String operator = Terms.operator(value);
        boolean none = operator.equals("=");
        boolean some = operator.equals("<>") || operator.equals(turned ? "<" : ">");
        return (none || some)
                        && CatalogLookup.isZero(zero)
                        && query.is("SubLink")
                        && query.inner().text("subLinkType").equals("EXPR_SUBLINK")
                ? describe(
                        value, CatalogLookup.counts(query.inner().get("subselect")), absent ^ none, place, text, opener)
                : null;
    }

    private static Guard.CatalogCheck describe(
            Node value, @Nullable Sought sought, boolean absent, Fragment place, String text, BodyOpener opener) {
        StatementDraft reading = new StatementDraft(place, List.of(), opener);
        new QueryReader(reading).read(value);
        boolean only = reading.effects().stream()
                .allMatch(effect -> effect.change() instanceof RowChange.Read read && isCatalog(read.table()));
        return new Guard.CatalogCheck(place.range(), text, absent, only ? sought : null, only);
    }

    static boolean isCatalog(QualifiedName name) {
        String schema = name.schema();
        return schema == null
                ? BuiltIns.relation(name.name())
                : schema.equals("pg_catalog") || schema.equals("information_schema");
    }

    /** The guard of an exception handler; it is quiet unless it raises an error again. */
    static Guard.Handler handler(Node exception, Fragment place) {
        List<String> conditions = new ArrayList<>();
        for (Node condition : exception.list("conditions")) {
            conditions.add(condition.inner().text("condname").toLowerCase(Locale.ROOT));
        }
        boolean quiet = exception.list("action").stream()
                .allMatch(a -> a.is("PLpgSQL_stmt_raise") && a.inner().number("elog_level", ELOG_ERROR) < ELOG_ERROR);
        return new Guard.Handler(place.range(), conditions, quiet);
    }
}
