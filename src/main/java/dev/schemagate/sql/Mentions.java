package dev.schemagate.sql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers every name with a schema that a syntax tree holds, whatever its node is there for, so that none escapes. */
final class Mentions {
    private Mentions() {}

    static List<QualifiedName> in(Node statement) {
        Set<QualifiedName> found = new LinkedHashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        open.push(statement);
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (node.has("relname") && node.has("schemaname")) {
                found.add(new QualifiedName(node.text("schemaname"), node.text("relname")));
            }
            boolean column = node.is("ColumnRef");
            node.eachList((field, items) -> add(items, column || field.equals("fields"), found));
            node.eachChild((field, child) -> open.push(child));
        }
        return List.copyOf(found);
    }

    /** {@code schema.name}, {@code schema.table.column}, or with the database before; a column may only have its table before it. */
    private static void add(List<Node> items, boolean column, Set<QualifiedName> found) {
        List<String> names = Names.strings(items);
        int least = column ? 3 : 2;
        if (names.size() < least || names.size() != items.size()) {
            return;
        }
        for (int i = 0; i + 1 < names.size(); i++) {
            found.add(new QualifiedName(names.get(i), names.get(i + 1)));
        }
    }
}
