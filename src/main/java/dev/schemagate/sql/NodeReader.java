package dev.schemagate.sql;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Reads the grammar's JSON into nodes. */
final class NodeReader {
    /** Knows the names of fields from one tree to the next: a body of 100,000 statements is as many trees. */
    private final JsonFactory factory;

    /** @param maxDepth of nested objects and lists */
    NodeReader(int maxDepth) {
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /**
     * Reads a tree without recursion.
     *
     * @throws Node.TooDeepException beyond the depth allowed
     */
    Node read(byte[] json) throws Node.TooDeepException {
        try (JsonParser in = factory.createParser(json)) {
            return read(in);
        } catch (StreamConstraintsException e) {
            throw new Node.TooDeepException();
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
                Node.list(open.peek()).add(value instanceof Node node ? node : scalar(value));
            }
            if (token.isStructStart()) {
                open.push(value);
            }
        }
        return root;
    }

    private static Node scalar(Object value) {
        Node node = new Node();
        node.put("", value);
        return node;
    }
}
