package dev.schemagate.sql;

import java.util.List;

/** Reads one statement's tree: sends it to the reader that knows its type, or calls it unknown. */
final class StatementReader {
    private StatementReader() {}

    /** The statement of a tree whose text is exactly the fragment. */
    static Statement read(Fragment text, Node tree, List<Guard> guards, BodyOpener opener) {
        StatementDraft out = new StatementDraft(text, guards, opener);
        effects(out, tree);
        out.mentions = Mentions.in(tree);
        return out.statement(out.whole, text.text(), Tags.of(tree.tag(), tree.inner()));
    }

    /** A statement that cannot be judged. */
    static Statement unknown(Fragment text, String tag, String reason, List<Guard> guards, BodyOpener opener) {
        StatementDraft out = new StatementDraft(text, guards, opener);
        out.unknown(reason);
        return out.statement(out.whole, text.text(), tag);
    }

    /** A text that does not parse. */
    static Statement malformed(Fragment text, String reason, List<Guard> guards, BodyOpener opener) {
        StatementDraft out = new StatementDraft(text, guards, opener);
        out.malformed(reason);
        return out.statement(out.whole, text.text(), "UNKNOWN");
    }

    private static void effects(StatementDraft out, Node tree) {
        String tag = tree.tag();
        Node node = tree.inner();
        switch (tag) {
            case "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" -> new QueryReader(out).read(tree);
            case "CreateStmt" -> new TableReader(out).create(node, ObjectKind.TABLE);
            case "CreateForeignTableStmt" -> new TableReader(out).create(node.get("base"), ObjectKind.FOREIGN_TABLE);
            case "IndexStmt" -> new IndexReader(out).read(node);
            case "CreateFunctionStmt" -> new RoutineReader(out).create(node);
            case "DoStmt" -> new RoutineReader(out).run(node);
            case "CallStmt" -> {
                new QueryReader(out).read(node.get("funccall"), "FuncCall");
                alwaysCalls(out, node.get("funccall"));
            }
            case "TruncateStmt", "CopyStmt" -> new BulkReader(out).read(tag, node);
            case "ExplainStmt" -> explain(out, node);
            default -> {
                boolean known = new AlterReader(out).read(tag, node)
                        || new ObjectReader(out).read(tag, node)
                        || new CreateReader(out).read(tag, node)
                        || new SessionReader(out).read(tag, node);
                if (!known) {
                    out.unknown(Tags.of(tag, node) + " is not known here");
                }
            }
        }
    }

    /** A procedure named like a harmless function is still a procedure. */
    private static void alwaysCalls(StatementDraft out, Node call) {
        QualifiedName procedure = Names.of(call.list("funcname"));
        boolean seen = out.effects().stream()
                .anyMatch(e -> e.change() instanceof SessionChange.Call c
                        && c.function().equals(procedure));
        if (!seen) {
            out.add(new SessionChange.Call(procedure, false), Repetition.ACTS_AGAIN);
        }
    }

    private static void explain(StatementDraft out, Node node) {
        Node query = node.get("query");
        boolean analyze = node.list("options").stream()
                .anyMatch(o -> o.inner().text("defname").equals("analyze"));
        if (analyze) {
            effects(out, query);
        } else {
            out.add(new SessionChange.Command("EXPLAIN"), Repetition.BY_NATURE);
        }
    }
}
