package dev.schemagate.sql.grammar;

import java.util.ArrayList;
import java.util.List;

import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.OpCode;

import static dev.schemagate.sql.grammar.RegisterCode.*;

/** Turns WebAssembly's nested blocks into jumps. */
final class RegisterControl {
    private final RegisterEmitter out;
    private final int results;
    private final List<RegisterBlock> blocks = new ArrayList<>();
    private boolean dead;

    /** Begins with the block that is the function itself. */
    RegisterControl(RegisterEmitter out, int results) {
        this.out = out;
        this.results = results;
        blocks.add(new RegisterBlock(false, 0, results, 0));
    }

    /** Whether an instruction can be reached. Where it cannot, only nesting counts, until a block that was entered goes on. */
    boolean reaches(OpCode op) {
        if (!dead) {
            return true;
        }
        switch (op) {
            case BLOCK, LOOP, IF -> blocks.add(RegisterBlock.unreachable());
            case ELSE -> {
                return !block(0).unreachable;
            }
            case END -> {
                if (!block(0).unreachable) {
                    return true;
                }
                blocks.remove(blocks.size() - 1);
            }
            default -> {}
        }
        return false;
    }

    /** Translates an instruction that begins, ends or leaves a block. */
    void translate(AnnotatedInstruction i) {
        switch (i.opcode()) {
            case BLOCK, LOOP -> {
                out.flush(0);
                blocks.add(new RegisterBlock(i.opcode() == OpCode.LOOP, out.height(), results(i), out.size()));
            }
            case IF -> {
                int condition = out.pop();
                out.flush(0);
                RegisterBlock block = new RegisterBlock(false, out.height(), results(i), 0);
                out.emit(JUMP_UNLESS, condition, 0);
                block.elseJump = out.size() - 1;
                blocks.add(block);
            }
            case ELSE -> otherwise();
            case END -> end();
            case BR -> {
                out.flush(0);
                jump(block((int) i.operand(0)));
                dead = true;
            }
            case BR_IF -> jumpIf(block((int) i.operand(0)));
            case BR_TABLE -> jumpTable(i);
            default -> {
                out.emit(TRAP);
                dead = true;
            }
        }
    }

    /** Returns from the function. */
    void leave() {
        out.emit(RETURN, results == 0 ? 0 : out.pop());
        dead = true;
    }

    private void otherwise() {
        RegisterBlock block = block(0);
        if (!dead) {
            out.flush(0);
            jump(block);
        }
        out.patch(block.elseJump, out.size());
        block.elseJump = -1;
        out.lower(block.height);
        dead = false;
    }

    private void end() {
        RegisterBlock block = blocks.remove(blocks.size() - 1);
        if (!dead) {
            out.flush(0);
            if (block.results == 1) {
                out.moveResult(block.height);
            }
        }
        block.land(out);
        out.reset(block.height, block.results == 1);
        dead = false;
        if (blocks.isEmpty()) {
            out.emit(RETURN, block.results == 1 ? out.slot(0) : 0);
        }
    }

    private void jump(RegisterBlock block) {
        if (block.jumpResults() == 1) {
            out.moveResult(block.height);
        }
        out.emit(JUMP, 0);
        block.target(out, out.size() - 1);
    }

    private void jumpIf(RegisterBlock block) {
        int condition = out.pop();
        if (out.isForeignSlot(condition)) {
            throw new IllegalStateException("BR_IF on an operand that a flush could overwrite");
        }
        out.flush(0);
        if (block.jumpResults() == 0 || out.slot(block.height) == out.slot(out.height() - 1)) {
            out.emit(JUMP_IF, condition, 0);
            block.target(out, out.size() - 1);
        } else {
            out.emit(JUMP_UNLESS, condition, 0);
            int over = out.size() - 1;
            jump(block);
            out.patch(over, out.size());
        }
    }

    private void jumpTable(AnnotatedInstruction i) {
        int index = out.pop();
        out.flush(0);
        int[] targets = new int[i.operandCount()];
        int table = out.addTable(targets);
        for (int entry = 0; entry < targets.length; entry++) {
            RegisterBlock block = block((int) i.operand(entry));
            if (block.jumpResults() != 0) {
                throw new IllegalStateException("BR_TABLE with a result");
            }
            block.tableTarget(targets, table, entry);
        }
        out.emit(JUMP_TABLE, index, table);
        dead = true;
    }

    private RegisterBlock block(int depth) {
        return blocks.get(blocks.size() - 1 - depth);
    }

    /** 0x40 is the empty block type, 0x7C to 0x7F are one number (WebAssembly specification, 5.3.5). */
    private static int results(AnnotatedInstruction i) {
        long blockType = i.operand(0);
        if (blockType == 0x40) {
            return 0;
        }
        if (blockType >= 0x7C && blockType <= 0x7F) {
            return 1;
        }
        throw new IllegalStateException("block type " + blockType);
    }
}
