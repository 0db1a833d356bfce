package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.schemagate.sql.RowChange.OnConflict;

/** Reads what INSERT, UPDATE, DELETE and MERGE write. */
final class WriteReader {
    private static final Pattern MOMENT = Pattern.compile("(?i)\\s*(now|today|tomorrow|yesterday)\\b.*");

    private final StatementDraft out;

    WriteReader(StatementDraft out) {
        this.out = out;
    }

    void insert(Node insert) {
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
                new RowChange.Insert(
                        table,
                        columns,
                        onConflict,
                        key(insert),
                        insert.get("onConflictClause").get("infer").isEmpty(),
                        insert.get("onConflictClause").get("infer").textOrNull("conname"),
                        constants(insert, columns)),
                repetition,
                StatementDraft.lock(table, LockMode.ROW_EXCLUSIVE));
        if (onConflict == OnConflict.UPDATE) {
            List<String> changed = targets(insert.get("onConflictClause"));
            out.add(
                    range,
                    new RowChange.Update(table, changed),
                    Repetition.ACTS_AGAIN,
                    StatementDraft.lock(table, LockMode.ROW_EXCLUSIVE));
        }
    }

    private static List<String> key(Node insert) {
        Node infer = insert.get("onConflictClause").get("infer");
        List<Node> elements = infer.list("indexElems");
        boolean plain = infer.get("whereClause").isEmpty()
                && elements.stream()
                        .allMatch(e -> e.inner().has("name")
                                && e.inner().list("collation").isEmpty()
                                && e.inner().list("opclass").isEmpty());
        return plain ? elements.stream().map(e -> e.inner().text("name")).toList() : List.of();
    }

    /** Of VALUES, or of a SELECT without FROM; OVERRIDING USER VALUE lets a sequence decide in their place. */
    private static List<String> constants(Node insert, List<String> columns) {
        Node select = insert.get("selectStmt").inner();
        if (insert.text("override").equals("OVERRIDING_USER_VALUE")
                || !select.text("op").equals("SETOP_NONE")
                || !select.list("fromClause").isEmpty()) {
            return List.of();
        }
        List<List<Node>> rows = new ArrayList<>();
        select.list("valuesLists").forEach(row -> rows.add(row.inner().list("items")));
        if (rows.isEmpty()) {
            rows.add(select.list("targetList").stream()
                    .map(t -> t.inner().get("val"))
                    .toList());
        }
        List<String> constants = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            if (rows.stream().allMatch(row -> column < row.size() && isFixed(row.get(column)))) {
                constants.add(columns.get(i));
            }
        }
        return constants;
    }

    /** A constant that means the same at every run: {@code 'now'} does not (PostgreSQL manual, "Special Values"). */
    private static boolean isFixed(Node value) {
        String text = CallReader.constant(value);
        return Terms.isConstant(value) && (text == null || !MOMENT.matcher(text).matches());
    }

    void add(Node statement, RowChange change) {
        SourceRange range = out.nameAt(statement.get("relation").number("location", -1));
        out.add(range, change, Repetition.ACTS_AGAIN, StatementDraft.lock(change.table(), LockMode.ROW_EXCLUSIVE));
    }

    static List<String> targets(Node statement) {
        List<String> columns = new ArrayList<>();
        statement.list("targetList").forEach(t -> columns.add(t.inner().text("name")));
        return columns;
    }
}
