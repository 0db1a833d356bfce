package dev.schemagate.migrate.alembic.python;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What some names of a module mean once it has been imported, by its assignments: the last one counts. One that is made under a
 * condition, by an import, by a function or in any other way but {@code name = value} is {@link PythonExpression.Other}. Names that
 * {@code import *} brings are not seen.
 */
final class ModuleConstants {

    private static final Set<String> COMPOUND =
            Set.of("if", "elif", "else", "for", "while", "with", "try", "except", "finally", "match", "case");

    private final String text;
    private final Set<String> sought;
    private final Map<String, PythonExpression> found = new HashMap<>();
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** @param inner whether names in it are none of the module's */
    private record Block(int indent, boolean inner) {}

    ModuleConstants(String text, Set<String> sought) {
        this.text = text;
        this.sought = sought;
    }

    Map<String, PythonExpression> found() {
        return found;
    }

    void read(Line line) {
        while (!blocks.isEmpty() && blocks.peek().indent() >= line.indent()) {
            blocks.pop();
        }
        if (!blocks.isEmpty() && blocks.peek().inner()) {
            return;
        }
        boolean definition = line.begins(text, "def") || line.begins(text, "class") || line.begins(text, "async");
        boolean compound = COMPOUND.contains(line.first().in(text)) && hasColon(line.tokens());
        if (definition) {
            line.tokens().stream().limit(3).filter(this::isSought).forEach(this::unknown);
        } else if (compound || !blocks.isEmpty()) {
            conditional(line.tokens());
        } else {
            statements(line.tokens());
        }
        if (definition || line.opensBlock(text)) {
            blocks.push(new Block(line.indent(), definition));
        }
    }

    private boolean hasColon(List<PythonToken> tokens) {
        return tokens.stream().anyMatch(token -> token.is(text, ":"));
    }

    /** What is written there may happen or not. */
    private void conditional(List<PythonToken> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (isSought(tokens.get(i)) && (isBoundAt(tokens, i) || isLoopVariable(tokens, i))) {
                unknown(tokens.get(i));
            }
        }
    }

    private boolean isLoopVariable(List<PythonToken> tokens, int i) {
        return tokens.get(0).is(text, "for")
                && tokens.subList(i, tokens.size()).stream().anyMatch(token -> token.is(text, "in"));
    }

    /** Whether the name, at any depth, gets a value there. */
    private boolean isBoundAt(List<PythonToken> tokens, int i) {
        PythonToken next = i + 1 < tokens.size() ? tokens.get(i + 1) : tokens.get(i);
        boolean attribute = i > 0 && tokens.get(i - 1).is(text, ".");
        boolean keyword = depthAt(tokens, i) > 0 && next.is(text, "=");
        boolean assigned = next.type() == PythonToken.Type.OPERATOR
                && (next.in(text).endsWith("=") && !isComparison(next) || next.is(text, ":") && hasEquals(tokens, i));
        return !attribute && (assigned && !keyword || i > 0 && tokens.get(i - 1).is(text, "as"));
    }

    private boolean isComparison(PythonToken token) {
        return Set.of("==", "!=", "<=", ">=").contains(token.in(text));
    }

    private boolean hasEquals(List<PythonToken> tokens, int from) {
        return tokens.subList(from, tokens.size()).stream().anyMatch(token -> token.is(text, "="));
    }

    private int depthAt(List<PythonToken> tokens, int index) {
        int depth = 0;
        for (PythonToken token : tokens.subList(0, index)) {
            depth += depthChange(token);
        }
        return depth;
    }

    private int depthChange(PythonToken token) {
        return token.is(text, "(") || token.is(text, "[") || token.is(text, "{")
                ? 1
                : token.is(text, ")") || token.is(text, "]") || token.is(text, "}") ? -1 : 0;
    }

    private void statements(List<PythonToken> tokens) {
        if (tokens.stream().noneMatch(this::isSought)) {
            return;
        }
        int start = 0;
        for (int i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).is(text, ";")) {
                statement(tokens.subList(start, i));
                start = i + 1;
            }
        }
    }

    private void statement(List<PythonToken> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        PythonToken first = tokens.get(0);
        if (first.is(text, "import") || first.is(text, "from")) {
            imported(tokens);
            return;
        }
        List<Integer> equals = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += depthChange(tokens.get(i));
            if (depth == 0 && tokens.get(i).is(text, "=")) {
                equals.add(i);
            }
        }
        if (equals.isEmpty() || first.is(text, "del")) {
            tokens.stream()
                    .filter(token ->
                            isSought(token) && (first.is(text, "del") || isBoundAt(tokens, tokens.indexOf(token))))
                    .forEach(this::unknown);
            return;
        }
        assign(tokens, equals);
    }

    private void assign(List<PythonToken> tokens, List<Integer> equals) {
        int valueAt = equals.get(equals.size() - 1) + 1;
        int start = 0;
        for (int end : equals) {
            List<PythonToken> target = tokens.subList(start, end);
            start = end + 1;
            PythonToken name = target.isEmpty() ? tokens.get(0) : target.get(0);
            boolean plain =
                    target.size() == 1 || target.size() > 2 && target.get(1).is(text, ":");
            if (plain && isSought(name) && valueAt < tokens.size()) {
                found.put(name.in(text), new PythonExpressionReader(text, tokens, valueAt, tokens.size()).all());
            } else if (target.size() < 2 || !isUse(target)) {
                target.stream().filter(this::isSought).forEach(this::unknown);
            }
        }
        List<PythonToken> value = tokens.subList(valueAt, tokens.size());
        for (int i = 0; i + 1 < value.size(); i++) {
            if (isSought(value.get(i)) && value.get(i + 1).is(text, ":=")) {
                unknown(value.get(i));
            }
        }
    }

    /** Such as {@code table[revision] = 1}, which gives the name no value. */
    private boolean isUse(List<PythonToken> target) {
        return target.get(0).isName()
                && (target.get(1).is(text, "[")
                        || target.get(1).is(text, ".")
                        || target.get(1).is(text, "("));
    }

    private void imported(List<PythonToken> tokens) {
        boolean behind = false;
        for (int i = 0; i < tokens.size(); i++) {
            boolean renamed = i + 1 < tokens.size() && tokens.get(i + 1).is(text, "as");
            boolean part = i > 0 && tokens.get(i - 1).is(text, ".");
            if (behind && isSought(tokens.get(i)) && !renamed && !part) {
                unknown(tokens.get(i));
            }
            behind |= tokens.get(i).is(text, "import");
        }
    }

    private boolean isSought(PythonToken token) {
        return token.isName() && sought.contains(token.in(text));
    }

    private void unknown(PythonToken name) {
        found.put(name.in(text), new PythonExpression.Other(Places.of(text, name, name)));
    }
}
