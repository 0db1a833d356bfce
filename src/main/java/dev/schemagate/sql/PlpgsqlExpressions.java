package dev.schemagate.sql;

import java.util.List;

/** Reads the SQL statements and expressions of a PL/pgSQL body; each that does something becomes a statement. */
final class PlpgsqlExpressions {
    private final BodyOpener opener;
    private final PlpgsqlText text;
    private final List<Statement> statements;

    PlpgsqlExpressions(BodyOpener opener, PlpgsqlText text, List<Statement> statements) {
        this.opener = opener;
        this.text = text;
        this.statements = statements;
    }

    /** Every expression below a node, dynamic queries by their field's name. */
    void all(Node node, int line, List<Guard> guards) {
        if (node.is("PLpgSQL_expr")) {
            one(node, line, guards);
            return;
        }
        node.eachChild((field, child) -> {
            if (field.equals("dynquery") && child.is("PLpgSQL_expr")) {
                dynamic(child, line, guards);
            } else {
                all(child, line, guards);
            }
        });
    }

    void one(Node wrapped, int line, List<Guard> guards) {
        int mode = wrapped.inner().number("parseMode", 0);
        String query = query(wrapped);
        if (query.isEmpty()) {
            return;
        }
        if (mode == 0) {
            sql(wrapped, line, guards);
            return;
        }
        Fragment place = text.find(query, line);
        value(mode == 2 ? place : text.assignment(place), query, guards);
    }

    /** An expression, or several with commas between. */
    void value(Fragment place, String query, List<Guard> guards) {
        Fragment select = place.prefixed("SELECT ");
        Node tree = opener.tree(select.text());
        if (tree == null) {
            statements.add(malformed(place, "an expression that does not parse", guards));
            return;
        }
        Statement read = StatementReader.read(select, tree, guards, opener);
        if (!read.effects().isEmpty()) {
            statements.add(new Statement(
                    place.range(),
                    query,
                    "EXPRESSION",
                    read.transactionMode(),
                    false,
                    false,
                    read.effects(),
                    read.mentions(),
                    guards,
                    read.body()));
        }
    }

    void sql(Node wrapped, int line, List<Guard> guards) {
        statements.addAll(opener.statements(text.find(query(wrapped), line), guards));
    }

    void dynamic(Node wrapped, int line, List<Guard> guards) {
        Fragment place = text.find(query(wrapped), line);
        Fragment constant = text.constant(place);
        if (constant == null) {
            statements.add(unknown(place, "EXECUTE of a computed string", guards));
            one(wrapped, line, guards);
        } else {
            statements.addAll(opener.statements(constant, guards));
        }
    }

    Statement unknown(Fragment place, String reason, List<Guard> guards) {
        return StatementReader.unknown(place, "UNKNOWN", reason, guards, opener);
    }

    Statement malformed(Fragment place, String reason, List<Guard> guards) {
        return StatementReader.malformed(place, reason, guards, opener);
    }

    private static String query(Node wrapped) {
        return wrapped.inner().text("query");
    }
}
