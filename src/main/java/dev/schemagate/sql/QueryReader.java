package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.RowChange.OnConflict;

/**
 * Reads queries and expressions: relations read and written, functions called, to any depth and without recursion. What it does
 * not know is unknown.
 */
final class QueryReader {
    private static final Set<String> PLAIN = Set.of(("A_Expr BoolExpr SubLink NullTest BooleanTest CaseExpr CaseWhen"
                    + " CoalesceExpr MinMaxExpr RowExpr A_ArrayExpr A_Indirection A_Indices TypeCast CollateClause"
                    + " SQLValueFunction GroupingFunc GroupingSet SortBy WindowDef ResTarget RangeSubselect RangeFunction"
                    + " RangeTableSample RangeTableFunc RangeTableFuncCol XmlExpr XmlSerialize NamedArgExpr SetToDefault"
                    + " CurrentOfExpr MultiAssignRef List JoinExpr ReturningOption InferClause IndexElem OnConflictClause"
                    + " DefElem MergeSupportFunc JsonValueExpr JsonFormat JsonReturning JsonOutput JsonArgument"
                    + " JsonFuncExpr JsonBehavior JsonTable JsonTableColumn JsonTablePathSpec JsonKeyValue JsonParseExpr"
                    + " JsonScalarExpr JsonSerializeExpr JsonObjectConstructor JsonArrayConstructor"
                    + " JsonArrayQueryConstructor JsonAggConstructor JsonObjectAgg JsonArrayAgg JsonIsPredicate")
            .split(" "));
    private static final Set<String> LEAVES = Set.of(
            "A_Const",
            "ColumnRef",
            "ParamRef",
            "String",
            "Integer",
            "Float",
            "Boolean",
            "BitString",
            "A_Star",
            "TypeName",
            "Alias",
            "LockingClause",
            "RoleSpec",
            "CTESearchClause",
            "CTECycleClause",
            "ColumnDef");

    private final Reading out;
    private final Deque<Frame> open = new ArrayDeque<>();

    QueryReader(Reading out) {
        this.out = out;
    }

    /** Reads a polymorphic node; nothing for an absent one. */
    void read(Node node) {
        read(node, node.tag());
    }

    /** Reads an object of a type that its field fixes. */
    void read(Node node, String type) {
        int before = out.effects().size();
        push(type, node.inner(), new Scope(null, Set.of(), false));
        while (!open.isEmpty()) {
            visit(open.pop());
        }
        List<Effect> added = out.effects().subList(before, out.effects().size());
        added.sort(java.util.Comparator.comparingInt(e -> e.range().offset()));
    }

    private void push(String type, Node node, Scope scope) {
        if (!node.isEmpty()) {
            open.push(new Frame(type, node, scope));
        }
    }

    private void visit(Frame frame) {
        Node node = frame.node;
        switch (frame.type) {
            case "SelectStmt" -> select(frame);
            case "InsertStmt" -> insert(frame);
            case "UpdateStmt" -> {
                write(node, new RowChange.Update(Names.relation(node.get("relation")), targets(node)));
                children(frame, with(frame));
            }
            case "DeleteStmt" -> {
                write(node, new RowChange.Delete(Names.relation(node.get("relation"))));
                children(frame, with(frame));
            }
            case "MergeStmt" -> merge(frame);
            case "RangeVar" -> relation(frame);
            case "FuncCall" -> {
                call(node);
                children(frame, frame.scope);
            }
            case "A_Expr" -> {
                operator(node);
                children(frame, frame.scope);
            }
            case "" -> children(frame, frame.scope);
            default -> {
                if (PLAIN.contains(frame.type)) {
                    children(frame, frame.scope);
                } else if (!LEAVES.contains(frame.type)) {
                    out.unknown("a query with " + frame.type);
                }
            }
        }
    }

    private void select(Frame frame) {
        Node select = frame.node;
        boolean locking = !select.list("lockingClause").isEmpty();
        Scope scope = with(frame);
        Node into = select.get("intoClause");
        if (!into.isEmpty()) {
            new TableReader(out).createdByQuery(Names.relation(into.get("rel")), ObjectKind.TABLE, false);
        }
        children(frame, locking ? new Scope(scope, Set.of(), true) : scope);
    }

    private void insert(Frame frame) {
        Node insert = frame.node;
        OnConflict onConflict =
                switch (insert.get("onConflictClause").text("action")) {
                    case "ONCONFLICT_NOTHING" -> OnConflict.NOTHING;
                    case "ONCONFLICT_UPDATE" -> OnConflict.UPDATE;
                    default -> OnConflict.FAIL;
                };
        List<String> columns = new ArrayList<>();
        insert.list("cols").forEach(c -> columns.add(c.inner().text("name")));
        QualifiedName table = Names.relation(insert.get("relation"));
        Repetition repetition = onConflict == OnConflict.NOTHING
                ? Repetition.by(new Guard.Clause("ON CONFLICT DO NOTHING"))
                : Repetition.ACTS_AGAIN;
        SourceRange range = out.nameAt(insert.get("relation").number("location", -1));
        out.add(
                range,
                new RowChange.Insert(table, columns, onConflict),
                repetition,
                Reading.lock(table, LockMode.ROW_EXCLUSIVE));
        if (onConflict == OnConflict.UPDATE) {
            List<String> changed = targets(insert.get("onConflictClause"));
            out.add(
                    range,
                    new RowChange.Update(table, changed),
                    Repetition.ACTS_AGAIN,
                    Reading.lock(table, LockMode.ROW_EXCLUSIVE));
        }
        children(frame, with(frame));
    }

    private void merge(Frame frame) {
        Node merge = frame.node;
        QualifiedName table = Names.relation(merge.get("relation"));
        for (Node clause : merge.list("mergeWhenClauses")) {
            switch (clause.inner().text("commandType")) {
                case "CMD_UPDATE" -> write(merge, new RowChange.Update(table, targets(clause.inner())));
                case "CMD_DELETE" -> write(merge, new RowChange.Delete(table));
                case "CMD_INSERT" ->
                    write(merge, new RowChange.Insert(table, targets(clause.inner()), OnConflict.FAIL));
                case "CMD_NOTHING" -> {}
                default -> out.unknown("MERGE with " + clause.inner().text("commandType"));
            }
            push("", clause.inner(), frame.scope);
        }
        Scope scope = with(frame);
        push(merge.get("sourceRelation").tag(), merge.get("sourceRelation").inner(), scope);
        push(merge.get("joinCondition").tag(), merge.get("joinCondition").inner(), scope);
        push("", merge.get("returningClause"), scope);
    }

    private void write(Node statement, RowChange change) {
        SourceRange range = out.nameAt(statement.get("relation").number("location", -1));
        out.add(range, change, Repetition.ACTS_AGAIN, Reading.lock(change.table(), LockMode.ROW_EXCLUSIVE));
    }

    private static List<String> targets(Node statement) {
        List<String> columns = new ArrayList<>();
        statement.list("targetList").forEach(t -> columns.add(t.inner().text("name")));
        return columns;
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
                Reading.lock(name, mode));
    }

    private void call(Node call) {
        QualifiedName function = Names.of(call.list("funcname"));
        SourceRange range = out.nameAt(call.number("location", -1));
        if (!CallReader.special(out, call, function, range) && !KnownFunctions.harmless(function)) {
            Repetition repetition = out.inDefinition ? Repetition.BY_NATURE : Repetition.ACTS_AGAIN;
            out.add(range, new SessionChange.Call(function, out.inDefinition), repetition);
        }
    }

    /** OPERATOR(schema.+) may be anybody's function. */
    private void operator(Node expression) {
        QualifiedName name = Names.of(expression.list("name"));
        if (name.schema() != null && !name.schema().equals("pg_catalog")) {
            Repetition repetition = out.inDefinition ? Repetition.BY_NATURE : Repetition.ACTS_AGAIN;
            out.add(new SessionChange.Call(name, out.inDefinition), repetition);
        }
    }

    /** Reads the WITH clause and gives the scope that knows its names. */
    private Scope with(Frame frame) {
        Node clause = frame.node.get("withClause");
        Scope scope = frame.scope;
        Set<String> all = new HashSet<>();
        clause.list("ctes").forEach(c -> all.add(c.inner().text("ctename")));
        for (Node cte : clause.list("ctes")) {
            Scope own = clause.flag("recursive") ? new Scope(frame.scope, all, frame.scope.locking()) : scope;
            Node query = cte.inner().get("ctequery");
            push(query.tag(), query.inner(), own);
            scope = new Scope(scope, Set.of(cte.inner().text("ctename")), scope.locking());
        }
        return scope;
    }

    private void children(Frame frame, Scope scope) {
        frame.node.eachChild((field, child) -> {
            boolean done = field.equals("withClause")
                    || field.equals("intoClause")
                    || field.equals("relation") && !frame.type.equals("RangeTableSample")
                    || field.equals("funcname")
                    || field.equals("cols");
            if (!done) {
                String type = field.equals("larg") || field.equals("rarg") ? setOperand(frame, child) : child.tag();
                push(type, child.inner(), scope);
            }
        });
    }

    private static String setOperand(Frame frame, Node child) {
        return frame.type.equals("SelectStmt") ? "SelectStmt" : child.tag();
    }

    private record Frame(String type, Node node, Scope scope) {}

    /** The names of WITH queries that are visible, and whether rows are locked. */
    private record Scope(@Nullable Scope outer, Set<String> ctes, boolean locking) {

        boolean names(String name) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                if (scope.ctes.contains(name)) {
                    return true;
                }
            }
            return false;
        }
    }
}
