package dev.schemagate.sql;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One object of libpg_query's JSON, held compactly: a list of 200,000 constants must fit. A polymorphic node is an object with
 * one field, its tag; fields of a fixed type hold the object itself. Absent fields read as empty.
 */
final class Node {
    static final Node NONE = new Node();

    private static final Object[] NO_FIELDS = {};

    private Object[] fields = NO_FIELDS;
    private int size;

    /** A node with one text field. */
    static Node of(String field, String value) {
        Node node = new Node();
        node.put(field, value);
        node.trim();
        return node;
    }

    /** A polymorphic node around an object whose type its field fixed. */
    static Node tagged(String tag, Node inner) {
        Node node = new Node();
        node.put(tag, inner);
        node.trim();
        return node;
    }

    @SuppressWarnings("unchecked") // only lists of nodes are ever stored
    static List<Node> list(@Nullable Object value) {
        return (List<Node>) value;
    }

    void put(String name, Object value) {
        if (size == fields.length) {
            fields = Arrays.copyOf(fields, Math.max(4, size * 2));
        }
        fields[size++] = name;
        fields[size++] = value;
    }

    void trim() {
        if (size < fields.length) {
            fields = Arrays.copyOf(fields, size);
        }
    }

    private @Nullable Object find(String name) {
        for (int i = 0; i < size; i += 2) {
            if (fields[i].equals(name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The object in a field, or {@link #NONE}. */
    Node get(String name) {
        return find(name) instanceof Node node ? node : NONE;
    }

    /** The list in a field, or an empty one. */
    List<Node> list(String name) {
        Object value = find(name);
        return value instanceof List<?> ? list(value) : List.of();
    }

    String text(String name) {
        return find(name) instanceof String text ? text : "";
    }

    @Nullable
    String textOrNull(String name) {
        return find(name) instanceof String text ? text : null;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(find(name));
    }

    int number(String name, int otherwise) {
        return find(name) instanceof Long number ? (int) (long) number : otherwise;
    }

    /** The type of a polymorphic node, or an empty text. */
    String tag() {
        return size == 2 && fields[1] instanceof Node && Character.isUpperCase(((String) fields[0]).charAt(0))
                ? (String) fields[0]
                : "";
    }

    boolean is(String tag) {
        return tag().equals(tag);
    }

    /** What a polymorphic node holds; the node itself where it is not one. */
    Node inner() {
        return tag().isEmpty() ? this : (Node) fields[1];
    }

    /** Visits the fields that hold objects or lists of them. */
    void eachChild(ChildVisitor visitor) {
        for (int i = 0; i < size; i += 2) {
            if (fields[i + 1] instanceof Node child) {
                visitor.visit((String) fields[i], child);
            } else if (fields[i + 1] instanceof List<?>) {
                for (Node child : list(fields[i + 1])) {
                    visitor.visit((String) fields[i], child);
                }
            }
        }
    }

    /** Visits the fields that hold lists. */
    void eachList(ListVisitor visitor) {
        for (int i = 0; i < size; i += 2) {
            if (fields[i + 1] instanceof List<?>) {
                visitor.visit((String) fields[i], list(fields[i + 1]));
            }
        }
    }

    /** Takes the lists of a node, each with the name of its field. */
    interface ListVisitor {
        void visit(String field, List<Node> items);
    }

    /** Takes the children of a node in order, each with the name of its field. */
    interface ChildVisitor {
        void visit(String field, Node child);
    }

    /** The tree is nested deeper than allowed. */
    static final class TooDeepException extends Exception {}
}
