package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.sql.ColumnDefinition.Generation;

/** Reads column definitions. The tree tells where their parts begin; a part ends where the next begins. */
final class ColumnReader {
    private final StatementDraft out;
    private final ConstraintReader constraints;

    ColumnReader(StatementDraft out) {
        this.out = out;
        this.constraints = new ConstraintReader(out);
    }

    /** The column of a ColumnDef. */
    ColumnDefinition read(Node column) {
        int start = Math.max(0, out.text.offsetOfByte(column.number("location", 0)));
        int end = out.slice.elementEnd(start);
        List<Part> parts = parts(column, end);
        String name = column.text("colname");
        TypeRef type = type(column, start, parts.isEmpty() ? end : parts.get(0).start);
        boolean notNull = type.isSerial();
        Expression value = null;
        Generation generation = null;
        List<ConstraintDefinition> written = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            int next = i + 1 < parts.size() ? parts.get(i + 1).start : end;
            int partEnd = out.slice.endBefore(part.start, next);
            switch (part.node.text("contype")) {
                case "CONSTR_NOTNULL" -> {
                    notNull = true;
                    if (part.node.has("conname")) {
                        written.add(constraints.read(part.node, part.start, partEnd, name, part.attributes));
                    }
                }
                case "CONSTR_DEFAULT" -> value = expression(part.node, part.start, "default", partEnd);
                case "CONSTR_IDENTITY" -> {
                    notNull = true;
                    boolean always = part.node.text("generated_when").equals("a");
                    generation = new Generation(
                            always ? Generation.Kind.IDENTITY_ALWAYS : Generation.Kind.IDENTITY_BY_DEFAULT, null);
                }
                case "CONSTR_GENERATED" -> generation = generated(part.node, part.start);
                case "CONSTR_CHECK", "CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_FOREIGN", "CONSTR_EXCLUSION" -> {
                    notNull |= part.node.text("contype").equals("CONSTR_PRIMARY");
                    written.add(constraints.read(part.node, part.start, partEnd, name, part.attributes));
                }
                case "CONSTR_NULL", "COLLATE" -> {}
                default -> out.unknown(out.slice.range(part.start, partEnd), "a column constraint of unknown kind");
            }
        }
        Node collation = column.get("collClause");
        return new ColumnDefinition(
                out.slice.range(start, end),
                out.slice.text(start, end),
                name,
                type,
                notNull,
                value,
                generation,
                collation.isEmpty() ? null : Names.of(collation.list("collname")),
                column.textOrNull("storage_name"),
                column.textOrNull("compression"),
                written);
    }

    /** The type, written between the column's name and its first part. */
    private TypeRef type(Node column, int columnStart, int limit) {
        Node typeName = column.get("typeName");
        if (typeName.isEmpty()) {
            return new TypeRef("", QualifiedName.unqualified(""), List.of(), 0);
        }
        int start = Math.max(columnStart, out.text.offsetOfByte(typeName.number("location", 0)));
        for (String word : List.of("storage", "compression", "options")) {
            int at = out.slice.word(start, word);
            limit = at >= 0 && at < limit ? at : limit;
        }
        int end = out.slice.endBefore(start, Math.max(limit, start + 1));
        return TypeReader.read(typeName, out.slice.text(start, end));
    }

    private Generation generated(Node constraint, int start) {
        Generation.Kind kind =
                constraint.text("generated_kind").equals("v") ? Generation.Kind.VIRTUAL : Generation.Kind.STORED;
        return new Generation(kind, constraints.parenthesised(constraint.get("raw_expr"), start));
    }

    private Expression expression(Node constraint, int start, String keyword, int end) {
        int word = out.slice.word(start, keyword);
        int from = out.slice.tokenStart(out.slice.tokenEnd(word));
        return new ExpressionReader(out).read(constraint.get("raw_expr"), from, end);
    }

    /** Constraints and collation by place, the attributes of a constraint (DEFERRABLE ...) counted to it. */
    private List<Part> parts(Node column, int end) {
        List<Part> parts = new ArrayList<>();
        @Nullable Part last = null;
        for (Node wrapped : column.list("constraints")) {
            Node constraint = wrapped.inner();
            String kind = constraint.text("contype");
            if (kind.startsWith("CONSTR_ATTR") && last != null) {
                last.attributes.add(kind);
            } else {
                last = new Part(offset(constraint, end), constraint, new ArrayList<>());
                parts.add(last);
            }
        }
        Node collation = column.get("collClause");
        if (!collation.isEmpty()) {
            parts.add(new Part(offset(collation, end), COLLATE, List.of()));
        }
        parts.sort(Comparator.comparingInt(Part::start));
        return parts;
    }

    private int offset(Node node, int otherwise) {
        int offset = out.text.offsetOfByte(node.number("location", -1));
        return offset < 0 ? otherwise : offset;
    }

    private static final Node COLLATE = Node.of("contype", "COLLATE");

    private record Part(int start, Node node, List<String> attributes) {}
}
