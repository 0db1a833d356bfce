package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.schemagate.sql.grammar.Reply;

/**
 * Reads a PL/pgSQL body: its statements in order, each with the guards of the blocks around it. Every SQL statement and
 * expression in it goes through PostgreSQL's grammar again; a construct that is not known is unknown.
 */
final class PlpgsqlReader {
    /** Constructs that hold expressions only. */
    private static final Set<String> EXPRESSIONS = Set.of(
            "PLpgSQL_stmt_assign",
            "PLpgSQL_stmt_return",
            "PLpgSQL_stmt_return_next",
            "PLpgSQL_stmt_raise",
            "PLpgSQL_stmt_assert",
            "PLpgSQL_stmt_exit",
            "PLpgSQL_stmt_getdiag",
            "PLpgSQL_stmt_fetch",
            "PLpgSQL_stmt_close");

    private static final Set<String> LOOPS = Set.of(
            "PLpgSQL_stmt_loop",
            "PLpgSQL_stmt_while",
            "PLpgSQL_stmt_fori",
            "PLpgSQL_stmt_fors",
            "PLpgSQL_stmt_forc",
            "PLpgSQL_stmt_foreach_a");

    private static final Pattern SYNTAX = Pattern.compile("syntax error|unexpected|unterminated|mismatched|missing");

    private final BodyOpener opener;
    private final Fragment body;
    private final PlpgsqlText text;
    private final List<Statement> statements = new ArrayList<>();
    private final PlpgsqlExpressions expressions;

    PlpgsqlReader(BodyOpener opener, Fragment body) {
        this.opener = opener;
        this.body = body;
        this.text = new PlpgsqlText(body);
        this.expressions = new PlpgsqlExpressions(opener, text, statements);
    }

    /** The statements of the body of a DO or CREATE statement. */
    List<Statement> read(String statement, List<Guard> guards) {
        Reply reply = opener.plpgsql(statement);
        if (!(reply instanceof Reply.Tree tree)) {
            String why = reply instanceof Reply.Refused refused ? refused.message() : "the parser failed";
            String reason = "a body that PL/pgSQL does not accept: " + why;
            // What it says of names and types is not to be trusted: it knows no catalog.
            return List.of(
                    SYNTAX.matcher(why).lookingAt()
                            ? expressions.malformed(body, reason, guards)
                            : expressions.unknown(body, reason, guards));
        }
        List<Node> functions = opener.read(tree).list("plpgsql_funcs");
        if (functions.isEmpty()) {
            return List.of(expressions.unknown(body, "a body that could not be read", guards));
        }
        for (Node wrapped : functions) {
            Node function = wrapped.inner();
            for (Node datum : function.list("datums")) {
                int line = datum.inner().number("lineno", 1);
                declared(datum.inner(), line, guards);
                expressions.all(datum.inner(), line, guards);
            }
            read(function.get("action"), guards);
        }
        return statements;
    }

    /** A variable of a type that somebody made runs that type's checks; of what {@code %TYPE} means nothing is known. */
    private void declared(Node datum, int line, List<Guard> guards) {
        String type = datum.inner().get("datatype").inner().text("typname");
        Node cast = type.contains("%") ? null : opener.tree("SELECT NULL::" + type);
        List<String> names = SqlText.names(type);
        QualifiedName name = cast != null
                ? Terms.type(cast.inner().list("targetList").get(0).inner().get("val"))
                : QualifiedName.unqualified(names.isEmpty() ? "" : names.get(0));
        boolean known = cast != null ? BuiltIns.type(name) : type.isEmpty() || BuiltIns.relation(name.name());
        if (!known) {
            Fragment place = text.line(line);
            StatementDraft out = new StatementDraft(place, guards, opener);
            out.add(new SessionChange.Coerce(name, false), Repetition.BY_NATURE);
            statements.add(out.statement(place.range(), place.text(), "DECLARE"));
        }
    }

    private void readAll(List<Node> nodes, List<Guard> guards) {
        for (Node node : nodes) {
            read(node, guards);
        }
    }

    private void read(Node wrapped, List<Guard> guards) {
        String type = wrapped.tag();
        Node node = wrapped.inner();
        int line = node.number("lineno", 1);
        switch (type) {
            case "PLpgSQL_stmt_block" -> block(node, guards);
            case "PLpgSQL_stmt_if" -> branch(node, line, guards);
            case "PLpgSQL_stmt_case" -> choose(node, line, guards);
            case "PLpgSQL_stmt_execsql" -> expressions.sql(node.get("sqlstmt"), line, guards);
            case "PLpgSQL_stmt_perform", "PLpgSQL_stmt_call" -> expressions.sql(node.get("expr"), line, guards);
            case "PLpgSQL_stmt_dynexecute" -> {
                expressions.dynamic(node.get("query"), line, guards);
                node.list("params").forEach(p -> expressions.all(p, line, guards));
            }
            case "PLpgSQL_stmt_dynfors" -> {
                repeats(line, guards);
                expressions.dynamic(node.get("query"), line, guards);
                node.list("params").forEach(p -> expressions.all(p, line, guards));
                readAll(
                        node.list("body"),
                        with(guards, new Guard.Branch(text.line(line).range(), "LOOP")));
            }
            case "PLpgSQL_stmt_open", "PLpgSQL_stmt_return_query" -> expressions.all(node, line, guards);
            case "PLpgSQL_stmt_commit", "PLpgSQL_stmt_rollback" -> control(type, line, guards);
            default -> {
                if (LOOPS.contains(type)) {
                    loop(node, line, guards);
                } else if (EXPRESSIONS.contains(type)) {
                    expressions.all(node, line, guards);
                } else {
                    statements.add(expressions.unknown(text.line(line), "PL/pgSQL's " + type, guards));
                }
            }
        }
    }

    private void block(Node block, List<Guard> guards) {
        List<Guard> inner = new ArrayList<>(guards);
        List<Node> handlers = block.get("exceptions").inner().list("exc_list");
        for (Node handler : handlers) {
            inner.add(PlpgsqlGuards.handler(handler.inner(), text.line(block.number("lineno", 1))));
        }
        readAll(block.list("body"), inner);
        for (Node handler : handlers) {
            List<Guard> caught = with(guards, new Guard.Branch(body.range(), "EXCEPTION"));
            readAll(handler.inner().list("action"), caught);
        }
    }

    private void branch(Node node, int line, List<Guard> guards) {
        PlpgsqlGuards.Condition condition = condition(node.get("cond"), line, guards);
        readAll(node.list("then_body"), with(guards, condition.holds()));
        List<Guard> otherwise = with(guards, condition.fails());
        for (Node elsif : node.list("elsif_list")) {
            PlpgsqlGuards.Condition next =
                    condition(elsif.inner().get("cond"), elsif.inner().number("lineno", line), otherwise);
            readAll(elsif.inner().list("stmts"), with(otherwise, next.holds()));
            otherwise = with(otherwise, next.fails());
        }
        readAll(node.list("else_body"), otherwise);
    }

    private PlpgsqlGuards.Condition condition(Node expression, int line, List<Guard> guards) {
        String query = expression.inner().text("query");
        Fragment place = text.find(query, line);
        expressions.value(place, query, guards);
        return PlpgsqlGuards.condition(opener.tree("SELECT " + query), place, query, opener);
    }

    private void choose(Node node, int line, List<Guard> guards) {
        expressions.all(node.get("t_expr"), line, guards);
        List<Guard> inside = with(guards, new Guard.Branch(text.line(line).range(), "CASE"));
        for (Node when : node.list("case_when_list")) {
            expressions.one(when.inner().get("expr"), when.inner().number("lineno", line), guards);
            readAll(when.inner().list("stmts"), inside);
        }
        readAll(node.list("else_stmts"), inside);
    }

    private void repeats(int line, List<Guard> guards) {
        Fragment place = text.line(line);
        StatementDraft out = new StatementDraft(place, guards, opener);
        out.add(new SessionChange.Loop("a loop"), Repetition.BY_NATURE);
        statements.add(out.statement(place.range(), place.text(), "LOOP"));
    }

    private void loop(Node node, int line, List<Guard> guards) {
        repeats(line, guards);
        node.eachChild((field, child) -> {
            if (!field.equals("body")) {
                expressions.all(child, line, guards);
            }
        });
        readAll(node.list("body"), with(guards, new Guard.Branch(text.line(line).range(), "LOOP")));
    }

    private void control(String type, int line, List<Guard> guards) {
        String command = type.endsWith("commit") ? "COMMIT" : "ROLLBACK";
        Fragment place = text.line(line);
        StatementDraft out = new StatementDraft(place, guards, opener);
        out.add(new SessionChange.Transaction(command), Repetition.ACTS_AGAIN);
        out.mode = Statement.TransactionMode.CONTROLS;
        statements.add(out.statement(place.range(), place.text(), command));
    }

    private static List<Guard> with(List<Guard> guards, Guard more) {
        return with(guards, List.of(more));
    }

    private static List<Guard> with(List<Guard> guards, List<Guard> more) {
        List<Guard> all = new ArrayList<>(guards);
        all.addAll(more);
        return all;
    }
}
