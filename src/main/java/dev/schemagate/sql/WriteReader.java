package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

import dev.schemagate.sql.RowChange.OnConflict;

/** Reads what INSERT, UPDATE, DELETE and MERGE write. */
final class WriteReader {
    private final Reading out;

    WriteReader(Reading out) {
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
    }

    void add(Node statement, RowChange change) {
        SourceRange range = out.nameAt(statement.get("relation").number("location", -1));
        out.add(range, change, Repetition.ACTS_AGAIN, Reading.lock(change.table(), LockMode.ROW_EXCLUSIVE));
    }

    static List<String> targets(Node statement) {
        List<String> columns = new ArrayList<>();
        statement.list("targetList").forEach(t -> columns.add(t.inner().text("name")));
        return columns;
    }
}
