package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.IndexDefinition.Key;
import dev.schemagate.sql.RelationUse.Work;
import dev.schemagate.sql.Statement.TransactionMode;

/** Reads CREATE INDEX. */
final class IndexReader {
    private final StatementDraft out;

    IndexReader(StatementDraft out) {
        this.out = out;
    }

    void read(Node index) {
        QualifiedName table = Names.relation(index.get("relation"));
        boolean concurrently = index.flag("concurrent");
        boolean ifNotExists = index.flag("if_not_exists");
        String name = index.textOrNull("idxname");
        IndexDefinition definition = new IndexDefinition(
                name == null ? null : table.sibling(name),
                table,
                index.has("accessMethod") ? index.text("accessMethod") : "btree",
                index.flag("unique"),
                index.flag("nulls_not_distinct"),
                concurrently,
                !index.get("relation").flag("inh"),
                keys(index),
                index.list("indexIncludingParams").stream()
                        .map(p -> p.inner().text("name"))
                        .toList(),
                options(index.list("options")),
                index.textOrNull("tableSpace"),
                where(index));
        if (concurrently) {
            out.mode = TransactionMode.FORBIDDEN;
        }
        LockMode lock = concurrently ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE;
        Repetition repetition = name == null ? Repetition.ACTS_AGAIN : Repetition.clause(ifNotExists, "IF NOT EXISTS");
        out.add(
                new TableChange.CreateIndex(definition, ifNotExists),
                repetition,
                StatementDraft.lock(table, lock, Work.SCAN));
    }

    private List<Key> keys(Node index) {
        int from = out.slice.nameEnd(
                Math.max(0, out.text.offsetOfByte(index.get("relation").number("location", 0))));
        int open = out.slice.symbol(from, '(');
        List<int[]> texts = out.slice.elements(open + 1);
        List<Node> elements = index.list("indexParams");
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            int[] range = i < texts.size() ? texts.get(i) : new int[] {0, 0};
            keys.add(key(elements.get(i).inner(), range[0], range[1]));
        }
        return keys;
    }

    /** One key, written from {@code start} to {@code end}. */
    Key key(Node element, int start, int end) {
        boolean descending = element.text("ordering").equals("SORTBY_DESC");
        boolean nullsFirst =
                switch (element.text("nulls_ordering")) {
                    case "SORTBY_NULLS_FIRST" -> true;
                    case "SORTBY_NULLS_LAST" -> false;
                    default -> descending;
                };
        Node expression = element.get("expr");
        @Nullable QualifiedName outside = nameOrNull(element.list("collation"));
        @Nullable
        QualifiedName inside =
                expression.is("CollateClause") ? nameOrNull(expression.inner().list("collname")) : null;
        return new Key(
                out.slice.text(start, end),
                element.textOrNull("name"),
                expression.isEmpty() ? null : new ExpressionReader(out).read(expression, start, expressionEnd(start)),
                outside == null ? inside : outside,
                inside,
                nameOrNull(element.list("opclass")),
                options(element.list("opclassopts")),
                descending,
                nullsFirst);
    }

    /** An indexed expression is in parentheses or a function call, so it ends with the first bracket that closes. */
    private int expressionEnd(int start) {
        return out.slice.closing(out.slice.symbol(start, '(')) + 1;
    }

    private @Nullable Expression where(Node index) {
        Node predicate = index.get("whereClause");
        int word = predicate.isEmpty() ? -1 : out.slice.word(0, "where");
        if (word < 0) {
            return null;
        }
        int start = out.slice.afterTokens(word, 1);
        return new ExpressionReader(out).read(predicate, start, out.text.text().length());
    }

    static Map<String, String> options(List<Node> options) {
        Map<String, String> with = new LinkedHashMap<>();
        for (Node option : options) {
            String space = option.inner().text("defnamespace");
            String name = option.inner().text("defname");
            with.put(space.isEmpty() ? name : space + "." + name, Names.option(option));
        }
        return with;
    }

    private static @Nullable QualifiedName nameOrNull(List<Node> parts) {
        return parts.isEmpty() ? null : Names.of(parts);
    }
}
