package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.Statement.Body;

/** Reads DO, CREATE FUNCTION and CREATE PROCEDURE, and opens their bodies. */
final class RoutineReader {
    private final StatementDraft out;

    RoutineReader(StatementDraft out) {
        this.out = out;
    }

    void run(Node block) {
        Node options = options(block.list("args"));
        String language = language(options, "plpgsql");
        out.add(new SessionChange.RunBlock(language), Repetition.BY_NATURE);
        if (!language.equals("plpgsql")) {
            out.unknown("a DO block in LANGUAGE " + language);
            return;
        }
        out.body = new Body(language, true, open(language, options.get("as")));
    }

    void create(Node function) {
        ObjectKind kind = function.flag("is_procedure") ? ObjectKind.PROCEDURE : ObjectKind.FUNCTION;
        String signature = ObjectRefs.parameters(function.list("parameters"));
        ObjectRef object = new ObjectRef(kind, Names.of(function.list("funcname")), null, signature);
        boolean replace = function.flag("replace");
        out.add(new ObjectChange.Create(object, false, replace, false), Repetition.clause(replace, "OR REPLACE"));
        out.inDefinition = true;
        for (Node parameter : function.list("parameters")) {
            new QueryReader(out).read(parameter.inner().get("defexpr"));
        }
        out.inDefinition = false;
        Node options = options(function.list("options"));
        Node standardBody = function.get("sql_body");
        String language = language(options, "sql");
        out.body = new Body(
                language, false, standardBody.isEmpty() ? open(language, options.get("as")) : standard(standardBody));
    }

    /** The options by name, in one node. */
    private static Node options(List<Node> elements) {
        Node options = new Node();
        for (Node element : elements) {
            Node argument = element.inner().get("arg");
            options.put(element.inner().text("defname"), argument);
        }
        return options;
    }

    private static String language(Node options, String otherwise) {
        Node language = options.get("language");
        return language.isEmpty() ? otherwise : language.inner().text("sval").toLowerCase(Locale.ROOT);
    }

    private List<Statement> open(String language, Node as) {
        List<String> parts = as.is("List")
                ? Names.strings(as.inner().list("items"))
                : List.of(as.inner().text("sval"));
        Fragment body = parts.size() == 1 ? find(parts.get(0)) : null;
        boolean opened = language.equals("plpgsql") || language.equals("sql");
        if (body == null || !opened) {
            String reason = opened ? "a body written in a form that is not opened" : "a body in LANGUAGE " + language;
            return List.of(StatementReader.unknown(out.text, "BODY", reason, out.guards, out.opener));
        }
        out.opener.comments(body);
        return language.equals("sql")
                ? out.opener.statements(body, out.guards)
                : new PlpgsqlReader(out.opener, body).read(out.text.text(), out.guards);
    }

    /** The string constant that holds the body, found by its value. */
    private @Nullable Fragment find(String value) {
        for (Token token : out.text.tokens()) {
            if (token.type() == Token.Type.STRING) {
                Literal literal = Literal.decode(out.text.text(), token);
                if (literal != null && literal.value().equals(value)) {
                    return out.text.inside(literal);
                }
            }
        }
        return null;
    }

    /** RETURN expression, or BEGIN ATOMIC with statements: part of this statement's own tree. */
    private List<Statement> standard(Node body) {
        List<Statement> statements = new ArrayList<>();
        List<Node> lists = body.is("List") ? body.inner().list("items") : List.of(body);
        for (Node list : lists) {
            List<Node> nodes = list.is("List") ? list.inner().list("items") : List.of(list);
            for (Node node : nodes) {
                if (node.is("ReturnStmt")) {
                    StatementDraft expression = new StatementDraft(out.text, out.guards, out.opener);
                    new QueryReader(expression).read(node.inner().get("returnval"));
                    expression.mentions = Mentions.in(node);
                    statements.add(expression.statement(out.whole, out.text.text(), "RETURN"));
                } else {
                    statements.add(StatementReader.read(out.text, node, out.guards, out.opener));
                }
            }
        }
        return statements;
    }
}
