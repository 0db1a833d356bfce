package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Which tables the columns of a statement can be of: its queries' FROM lists, nested. */
final class ColumnScopes {
    private final Deque<Frame> open = new ArrayDeque<>();
    private final List<Reference> references = new ArrayList<>();

    private ColumnScopes() {}

    /** Every column a statement names, in no particular order. */
    static List<Reference> references(Node statement) {
        ColumnScopes scopes = new ColumnScopes();
        scopes.push(statement, statement.tag(), new Scope(null, List.of(), Map.of()));
        while (!scopes.open.isEmpty()) {
            scopes.visit(scopes.open.pop());
        }
        return scopes.references;
    }

    /** The sources whose columns a subquery passes on by a star. */
    static List<Source> passedOn(Source subquery) {
        Node select = subquery.query().inner();
        while (!select.get("larg").isEmpty()) {
            select = select.get("larg").inner();
        }
        Scope scope = scope(select, select.list("fromClause"), null, subquery.scope());
        List<Source> passed = new ArrayList<>();
        for (Node target : select.list("targetList")) {
            List<Node> fields = target.inner().get("val").inner().list("fields");
            boolean star = !fields.isEmpty() && fields.get(fields.size() - 1).is("A_Star");
            List<String> qualifier = Names.strings(fields);
            for (Source source : star ? scope.sources() : List.<Source>of()) {
                if (qualifier.isEmpty() || source.answersTo(qualifier)) {
                    passed.add(source);
                }
            }
        }
        return passed;
    }

    private void push(Node node, String type, Scope scope) {
        if (!node.isEmpty()) {
            open.push(new Frame(type, node.inner(), scope));
        }
    }

    private void visit(Frame frame) {
        Node node = frame.node;
        Scope scope = frame.scope;
        switch (frame.type) {
            case "SelectStmt" -> scope = scope(node, node.list("fromClause"), null, scope);
            case "InsertStmt" -> {
                scope = scope(node, List.of(), node.get("relation"), scope);
                targets(node.list("cols"), node, scope);
                targets(node.get("onConflictClause").list("targetList"), node, scope);
            }
            case "UpdateStmt" -> {
                scope = scope(node, node.list("fromClause"), node.get("relation"), scope);
                targets(node.list("targetList"), node, scope);
            }
            case "DeleteStmt" -> scope = scope(node, node.list("usingClause"), node.get("relation"), scope);
            case "MergeStmt" -> {
                scope = scope(node, List.of(node.get("sourceRelation")), node.get("relation"), scope);
                for (Node clause : node.list("mergeWhenClauses")) {
                    targets(clause.inner().list("targetList"), node, scope);
                }
            }
            case "ColumnRef" -> {
                List<String> fields = Names.strings(node.list("fields"));
                if (fields.size() == node.list("fields").size()) {
                    references.add(new Reference(fields, node.number("location", -1), scope, null));
                }
            }
            default -> {}
        }
        Scope inner = scope;
        node.eachChild((field, child) -> {
            boolean operand = (field.equals("larg") || field.equals("rarg")) && frame.type.equals("SelectStmt");
            push(child, operand ? "SelectStmt" : child.tag(), inner);
        });
    }

    private void targets(List<Node> columns, Node statement, Scope scope) {
        QualifiedName table = Names.relation(statement.get("relation"));
        for (Node column : columns) {
            Node target = column.inner();
            if (target.has("name")) {
                references.add(
                        new Reference(List.of(target.text("name")), target.number("location", -1), scope, table));
            }
        }
    }

    private static Scope scope(Node statement, List<Node> from, @Nullable Node target, Scope outer) {
        Map<String, Node> ctes = new HashMap<>(outer.ctes);
        for (Node cte : statement.get("withClause").list("ctes")) {
            ctes.put(cte.inner().text("ctename"), cte.inner().get("ctequery"));
        }
        List<Source> sources = new ArrayList<>();
        Scope scope = new Scope(outer, sources, ctes);
        if (target != null) {
            sources.add(new Source(alias(target, target.text("relname")), Names.relation(target), Node.NONE, scope));
        }
        Deque<Node> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            source(open.pop(), open, scope, sources);
        }
        return scope;
    }

    private static void source(Node wrapped, Deque<Node> open, Scope scope, List<Source> sources) {
        Node item = wrapped.inner();
        switch (wrapped.tag()) {
            case "RangeVar" -> {
                String name = item.text("relname");
                Node cte = item.has("schemaname") ? null : scope.ctes.get(name);
                sources.add(new Source(
                        alias(item, name),
                        cte == null ? Names.relation(item) : null,
                        cte == null ? Node.NONE : cte,
                        scope));
            }
            case "RangeSubselect" -> sources.add(new Source(alias(item, ""), null, item.get("subquery"), scope));
            case "JoinExpr" -> {
                open.push(item.get("rarg"));
                open.push(item.get("larg"));
            }
            case "RangeTableSample" -> open.push(item.get("relation"));
            default -> {}
        }
    }

    private static String alias(Node item, String otherwise) {
        Node alias = item.get("alias");
        return alias.isEmpty() ? otherwise : alias.text("aliasname");
    }

    private record Frame(String type, Node node, Scope scope) {}

    /** The sources a name is looked up in, from the innermost query outwards. */
    record Scope(@Nullable Scope outer, List<Source> sources, Map<String, Node> ctes) {}

    /**
     * An element of a FROM list, or the target of a statement.
     *
     * @param alias its name in the query
     * @param table null for a subquery or WITH query
     * @param query of a subquery
     */
    record Source(String alias, @Nullable QualifiedName table, Node query, Scope scope) {

        /** Whether a qualifier, a name or a schema and a name, means it. */
        boolean answersTo(List<String> qualifier) {
            String name = qualifier.get(qualifier.size() - 1);
            boolean schemaFits = qualifier.size() == 1
                    || table != null && (table.schema() == null || qualifier.contains(table.schema()));
            return alias.equals(name) && schemaFits;
        }
    }

    /**
     * A column named in a statement.
     *
     * @param fields its name and what qualifies it
     * @param location in bytes
     * @param target the table where the column is one that is written, null elsewhere
     */
    record Reference(
            List<String> fields,
            int location,
            Scope scope,
            @Nullable QualifiedName target) {
        String column() {
            return fields.get(fields.size() - 1);
        }
    }
}
