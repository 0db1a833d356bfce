package dev.schemagate.sql.grammar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static dev.schemagate.sql.grammar.RegisterCode.*;

/** Emits register code and keeps track of which register holds each slot of WebAssembly's operand stack. */
final class RegisterEmitter {
    /** Constants are numbered from here until their real place, behind the deepest stack, is known. */
    private static final int CONSTANT = 1 << 24;

    private final int locals;
    private final Map<Long, Integer> constantIndex = new HashMap<>();
    private final List<Long> constants = new ArrayList<>();
    private final List<int[]> tables = new ArrayList<>();
    private int[] code = new int[1 << 16];
    private int size;
    private int[] stack = new int[4096];
    private int height;
    private int deepest;

    RegisterEmitter(int locals) {
        this.locals = locals;
    }

    int size() {
        return size;
    }

    int height() {
        return height;
    }

    void emit(int... words) {
        if (size + words.length > code.length) {
            code = Arrays.copyOf(code, code.length * 2);
        }
        for (int word : words) {
            code[size++] = word;
        }
    }

    void patch(int position, int target) {
        code[position] = target;
    }

    void patchTable(int table, int entry, int target) {
        tables.get(table)[entry] = target;
    }

    int addTable(int[] targets) {
        tables.add(targets);
        return tables.size() - 1;
    }

    /** The register that belongs to a stack slot. */
    int slot(int index) {
        deepest = Math.max(deepest, index + 1);
        return locals + index;
    }

    int constant(long value) {
        return CONSTANT
                + constantIndex.computeIfAbsent(value, v -> {
                    constants.add(v);
                    return constants.size() - 1;
                });
    }

    void push(int register) {
        if (height == stack.length) {
            stack = Arrays.copyOf(stack, height * 2);
        }
        stack[height++] = register;
        deepest = Math.max(deepest, height);
    }

    int pop() {
        return stack[--height];
    }

    /** Pushes a slot of its own for a result, and gives its register. */
    int result() {
        int register = slot(height);
        push(register);
        return register;
    }

    void drop(int count) {
        height -= count;
    }

    /** Whether the register belongs to a deeper slot of the stack than the top, so that a flush could overwrite it. */
    boolean isForeignSlot(int register) {
        return register >= locals && register < CONSTANT && register != slot(height);
    }

    /** Copies the slots from an index up into registers of their own, since control flow joins only there. */
    void flush(int from) {
        for (int i = from; i < height; i++) {
            if (stack[i] != slot(i)) {
                emit(MOVE, slot(i), stack[i]);
                stack[i] = slot(i);
            }
        }
    }

    /** The same for the slots that stand for a local which is about to be overwritten. */
    void flushLocal(int local) {
        for (int i = 0; i < height; i++) {
            if (stack[i] == local) {
                emit(MOVE, slot(i), local);
                stack[i] = slot(i);
            }
        }
    }

    /** Moves the top slot to where a block that ends at this height expects its result. */
    void moveResult(int blockHeight) {
        if (slot(blockHeight) != slot(height - 1)) {
            emit(MOVE, slot(blockHeight), slot(height - 1));
        }
    }

    /** Makes the stack what it is behind a block. */
    void reset(int blockHeight, boolean withResult) {
        height = blockHeight;
        for (int i = 0; i < height; i++) {
            stack[i] = slot(i);
        }
        if (withResult) {
            push(slot(height));
        }
    }

    void lower(int blockHeight) {
        height = blockHeight;
    }

    RegisterCode finish(int parameters, int results) {
        int constantBase = locals + deepest + 1;
        int[] out = Arrays.copyOf(code, size);
        for (int pc = 0; pc < size; pc += length(out[pc])) {
            for (int i = firstRegister(out[pc]); i <= lastRegister(out[pc]); i++) {
                if (out[pc + i] >= CONSTANT) {
                    out[pc + i] += constantBase - CONSTANT;
                }
            }
        }
        long[] values = constants.stream().mapToLong(v -> v).toArray();
        return new RegisterCode(out, tables.toArray(new int[0][]), values, parameters, constantBase, results);
    }

    private static int length(int op) {
        return switch (op) {
            case TRAP -> 1;
            case JUMP, RETURN -> 2;
            case MOVE, JUMP_IF, JUMP_UNLESS, JUMP_TABLE, GLOBAL_GET, GLOBAL_SET -> 3;
            case CALL, SELECT -> 5;
            case CALL_INDIRECT -> 7;
            default -> op >= UNARY ? 3 : 4;
        };
    }

    private static int firstRegister(int op) {
        return op == CALL_INDIRECT ? 5 : 1;
    }

    private static int lastRegister(int op) {
        return switch (op) {
            case TRAP, JUMP, CALL -> 0;
            case RETURN, JUMP_IF, JUMP_UNLESS, JUMP_TABLE, GLOBAL_GET, GLOBAL_SET -> 1;
            case MOVE -> 2;
            case SELECT -> 4;
            case CALL_INDIRECT -> 5;
            default -> op >= LOAD_32 && op < ADD || op >= UNARY ? 2 : 3;
        };
    }
}
