package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.schemagate.sql.RowChange.OnConflict;

/**
 * Reads queries and expressions: relations read and written, functions called, to any depth and without recursion. What it does
 * not know is unknown.
 */
final class QueryReader {
    private final StatementDraft out;
    private final WriteReader writes;
    private final CodeReader code;
    private final Deque<Frame> open = new ArrayDeque<>();

    QueryReader(StatementDraft out) {
        this.out = out;
        this.writes = new WriteReader(out);
        this.code = new CodeReader(out);
    }

    /** Reads a polymorphic node; nothing for an absent one. */
    void read(Node node) {
        read(node, node.tag());
    }

    /** Reads an object of a type that its field fixes. */
    void read(Node node, String type) {
        int before = out.effects().size();
        push(type, node.inner(), new QueryScope(null, Set.of(), false), out.inDefinition);
        while (!open.isEmpty()) {
            visit(open.pop());
        }
        List<Effect> added = out.effects().subList(before, out.effects().size());
        added.sort(Comparator.comparingInt(e -> e.range().offset()));
    }

    private void push(String type, Node node, QueryScope scope) {
        push(type, node, scope, false);
    }

    private void push(String type, Node node, QueryScope scope, boolean compared) {
        if (!node.isEmpty()) {
            open.push(new Frame(type, node, scope, compared));
        }
    }

    private void visit(Frame frame) {
        Node node = frame.node;
        if (!frame.type.equals("TypeCast")) {
            code.coerce(node.get("typeName"), false);
        }
        switch (frame.type) {
            case "SelectStmt" -> select(frame);
            case "InsertStmt" -> {
                writes.insert(node);
                children(frame, with(frame));
            }
            case "UpdateStmt" -> {
                writes.add(node, new RowChange.Update(Names.relation(node.get("relation")), WriteReader.targets(node)));
                children(frame, with(frame));
            }
            case "DeleteStmt" -> {
                writes.add(node, new RowChange.Delete(Names.relation(node.get("relation"))));
                children(frame, with(frame));
            }
            case "MergeStmt" -> merge(frame);
            case "RangeVar" -> relation(frame);
            case "FuncCall" -> {
                code.call(node);
                children(frame, frame.scope);
            }
            case "A_Expr" -> {
                code.operator(node);
                children(frame, frame.scope, frame.compared && CodeReader.compares(node));
            }
            case "SortBy" -> {
                code.operator(node.list("useOp"), List.of());
                children(frame, frame.scope);
            }
            case "SubLink" -> {
                code.operator(node.list("operName"), List.of());
                children(frame, frame.scope);
            }
            case "TypeCast" -> {
                code.coerce(
                        node.get("typeName"), frame.compared && node.get("arg").is("A_Const"));
                children(frame, frame.scope, false);
            }
            case "" -> children(frame, frame.scope);
            default -> {
                if (QueryNodes.PLAIN.contains(frame.type)) {
                    children(frame, frame.scope, frame.compared);
                } else if (!QueryNodes.LEAVES.contains(frame.type)) {
                    out.unknown("a query with " + frame.type);
                }
            }
        }
    }

    private void select(Frame frame) {
        Node select = frame.node;
        boolean locking = !select.list("lockingClause").isEmpty();
        QueryScope scope = with(frame);
        Node into = select.get("intoClause");
        if (!into.isEmpty()) {
            new TableReader(out).createdByQuery(Names.relation(into.get("rel")), ObjectKind.TABLE, false);
        }
        children(frame, locking ? new QueryScope(scope, Set.of(), true) : scope);
    }

    private void merge(Frame frame) {
        Node merge = frame.node;
        QualifiedName table = Names.relation(merge.get("relation"));
        for (Node clause : merge.list("mergeWhenClauses")) {
            switch (clause.inner().text("commandType")) {
                case "CMD_UPDATE" ->
                    writes.add(merge, new RowChange.Update(table, WriteReader.targets(clause.inner())));
                case "CMD_DELETE" -> writes.add(merge, new RowChange.Delete(table));
                case "CMD_INSERT" ->
                    writes.add(
                            merge,
                            new RowChange.Insert(
                                    table,
                                    WriteReader.targets(clause.inner()),
                                    OnConflict.FAIL,
                                    List.of(),
                                    false,
                                    null,
                                    List.of()));
                case "CMD_NOTHING" -> {}
                default -> out.unknown("MERGE with " + clause.inner().text("commandType"));
            }
            push("", clause.inner(), frame.scope);
        }
        QueryScope scope = with(frame);
        push(merge.get("sourceRelation").tag(), merge.get("sourceRelation").inner(), scope);
        push(merge.get("joinCondition").tag(), merge.get("joinCondition").inner(), scope);
        push("", merge.get("returningClause"), scope);
    }

    private void relation(Frame frame) {
        QualifiedName name = Names.relation(frame.node);
        if (name.schema() == null && frame.scope.names(name.name())) {
            return;
        }
        LockMode mode = frame.scope.locking() ? LockMode.ROW_SHARE : LockMode.ACCESS_SHARE;
        out.add(
                out.nameAt(frame.node.number("location", -1)),
                new RowChange.Read(name, frame.scope.locking()),
                Repetition.BY_NATURE,
                StatementDraft.lock(name, mode));
    }

    /** Reads the WITH clause and gives the scope that knows its names. */
    private QueryScope with(Frame frame) {
        Node clause = frame.node.get("withClause");
        QueryScope scope = frame.scope;
        Set<String> all = new HashSet<>();
        clause.list("ctes").forEach(c -> all.add(c.inner().text("ctename")));
        if (clause.flag("recursive") && !out.inDefinition) {
            out.add(new SessionChange.Loop("a recursive query"), Repetition.BY_NATURE);
        }
        for (Node cte : clause.list("ctes")) {
            QueryScope own = clause.flag("recursive") ? new QueryScope(frame.scope, all, frame.scope.locking()) : scope;
            Node query = cte.inner().get("ctequery");
            push(query.tag(), query.inner(), own);
            scope = new QueryScope(scope, Set.of(cte.inner().text("ctename")), scope.locking());
        }
        return scope;
    }

    private void children(Frame frame, QueryScope scope) {
        children(frame, scope, false);
    }

    private void children(Frame frame, QueryScope scope, boolean compared) {
        frame.node.eachChild((field, child) -> {
            boolean done = field.equals("withClause")
                    || field.equals("intoClause")
                    || field.equals("relation") && !frame.type.equals("RangeTableSample")
                    || field.equals("funcname")
                    || field.equals("cols");
            if (!done) {
                String type = field.equals("larg") || field.equals("rarg") ? setOperand(frame, child) : child.tag();
                push(type, child.inner(), scope, compared);
            }
        });
    }

    private static String setOperand(Frame frame, Node child) {
        return frame.type.equals("SelectStmt") ? "SelectStmt" : child.tag();
    }

    /**
     * A node that is still to be read.
     *
     * @param compared whether its value is all of a definition, or is only compared
     */
    private record Frame(String type, Node node, QueryScope scope, boolean compared) {}
}
