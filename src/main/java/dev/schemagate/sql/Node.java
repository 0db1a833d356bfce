package dev.schemagate.sql;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import org.jspecify.annotations.Nullable;

/**
 * One object of libpg_query's JSON, held compactly: a list of 200,000 constants must fit. A polymorphic node is an object with
 * one field, its tag; fields of a fixed type hold the object itself. Absent fields read as empty.
 */
final class Node {
    static final Node NONE = new Node();

    private static final int MAX_STRING = Integer.MAX_VALUE;
    private static final Object[] NO_FIELDS = {};

    private Object[] fields = NO_FIELDS;
    private int size;

    /**
     * Reads a tree without recursion.
     *
     * @throws TooDeepException beyond {@code maxDepth} nested objects and lists
     */
    static Node read(byte[] json, int maxDepth) throws TooDeepException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(MAX_STRING)
                        .build())
                .build();
        try (JsonParser in = factory.createParser(json)) {
            return read(in);
        } catch (StreamConstraintsException e) {
            throw new TooDeepException();
        } catch (IOException e) {
            throw new IllegalStateException("the grammar's tree is no JSON", e);
        }
    }

    private static Node read(JsonParser in) throws IOException {
        Deque<Object> open = new ArrayDeque<>();
        in.nextToken();
        Node root = new Node();
        open.push(root);
        String name = "";
        while (!open.isEmpty()) {
            JsonToken token = in.nextToken();
            Object value;
            switch (token) {
                case FIELD_NAME -> {
                    name = in.currentName();
                    continue;
                }
                case END_OBJECT, END_ARRAY -> {
                    Object closed = open.pop();
                    if (closed instanceof Node node) {
                        node.trim();
                    }
                    continue;
                }
                case START_OBJECT -> value = new Node();
                case START_ARRAY -> value = new ArrayList<Node>();
                case VALUE_STRING -> value = in.getText();
                case VALUE_TRUE -> value = Boolean.TRUE;
                case VALUE_FALSE, VALUE_NULL -> value = Boolean.FALSE;
                default -> value = in.getLongValue();
            }
            if (open.peek() instanceof Node parent) {
                parent.put(name, value);
            } else {
                list(open.peek()).add(value instanceof Node node ? node : scalar(value));
            }
            if (token.isStructStart()) {
                open.push(value);
            }
        }
        return root;
    }

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

    private static Node scalar(Object value) {
        Node node = new Node();
        node.put("", value);
        return node;
    }

    @SuppressWarnings("unchecked") // only lists of nodes are ever stored
    private static List<Node> list(@Nullable Object value) {
        return (List<Node>) value;
    }

    void put(String name, Object value) {
        if (size == fields.length) {
            fields = Arrays.copyOf(fields, Math.max(4, size * 2));
        }
        fields[size++] = name;
        fields[size++] = value;
    }

    private void trim() {
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

    /** Takes the children of a node in order, each with the name of its field. */
    interface ChildVisitor {
        void visit(String field, Node child);
    }

    /** The tree is nested deeper than allowed. */
    static final class TooDeepException extends Exception {}
}
