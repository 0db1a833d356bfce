package dev.schemagate.sql;

/** Reads TRUNCATE and COPY. */
final class BulkReader {
    private final StatementDraft out;

    BulkReader(StatementDraft out) {
        this.out = out;
    }

    void read(String tag, Node node) {
        if (tag.equals("TruncateStmt")) {
            for (Node relation : node.list("relations")) {
                QualifiedName table = Names.relation(relation);
                out.add(
                        out.nameAt(relation.inner().number("location", -1)),
                        new RowChange.Truncate(table, Names.cascade(node)),
                        Repetition.ACTS_AGAIN,
                        StatementDraft.lock(table, LockMode.ACCESS_EXCLUSIVE));
            }
        } else {
            copy(node);
        }
    }

    private void copy(Node node) {
        boolean into = node.flag("is_from");
        boolean serverSide = node.has("filename");
        new QueryReader(out).read(node.get("query"));
        new QueryReader(out).read(node.get("whereClause"));
        Node relation = node.get("relation");
        if (relation.isEmpty()) {
            if (serverSide) {
                out.unknown("COPY of a query to a file or program of the server");
            }
            return;
        }
        QualifiedName table = Names.relation(relation);
        out.add(
                out.nameAt(relation.number("location", -1)),
                new RowChange.Copy(table, into, serverSide),
                into ? Repetition.ACTS_AGAIN : Repetition.BY_NATURE,
                StatementDraft.lock(table, into ? LockMode.ROW_EXCLUSIVE : LockMode.ACCESS_SHARE));
    }
}
