package dev.schemagate.sql.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.OpCode;

import static dev.schemagate.sql.grammar.RegisterCode.*;

/** Translates one WebAssembly function into {@link RegisterCode}: structured blocks become jumps, the stack registers. */
final class RegisterTranslator {
    private final FunctionType[] types;
    private final List<FunctionType> functions = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final FunctionBody body;
    private final FunctionType type;
    private final RegisterEmitter out;
    private boolean dead;

    private RegisterTranslator(WasmModule module, int function) {
        types = module.typeSection().types();
        var imports = module.importSection();
        for (int i = 0; i < imports.importCount(); i++) {
            functions.add(types[((FunctionImport) imports.getImport(i)).typeIndex()]);
        }
        int local = function - functions.size();
        for (int i = 0; i < module.functionSection().functionCount(); i++) {
            functions.add(types[module.functionSection().getFunctionType(i)]);
        }
        body = module.codeSection().getFunctionBody(local);
        type = functions.get(function);
        out = new RegisterEmitter(type.params().size() + body.localTypes().size());
    }

    /**
     * Translates the functions of a module.
     *
     * @throws IllegalStateException for a function with instructions that PostgreSQL's grammar is not known to have
     */
    static Map<Integer, RegisterCode> translate(WasmModule module, int... functions) {
        Map<Integer, RegisterCode> codes = new HashMap<>();
        for (int function : functions) {
            codes.put(function, new RegisterTranslator(module, function).translate());
        }
        return Map.copyOf(codes);
    }

    private RegisterCode translate() {
        blocks.add(new Block(false, 0, type.returns().size(), 0));
        for (AnnotatedInstruction instruction : body.instructions()) {
            if (!dead || revives(instruction.opcode())) {
                translate(instruction);
            }
        }
        return out.finish(type.params().size(), type.returns().size());
    }

    /** In code that is never reached only the nesting counts, until a block that was entered alive goes on. */
    private boolean revives(OpCode op) {
        switch (op) {
            case BLOCK, LOOP, IF -> blocks.add(Block.unreachable());
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

    private void translate(AnnotatedInstruction i) {
        OpCode op = i.opcode();
        Integer simple;
        if ((simple = BINARIES.get(op)) != null) {
            int right = out.pop();
            int left = out.pop();
            out.emit(simple, out.result(), left, right);
        } else if ((simple = UNARIES.get(op)) != null) {
            int operand = out.pop();
            out.emit(simple, out.result(), operand);
        } else if ((simple = LOADS.get(op)) != null) {
            int address = out.pop();
            out.emit(simple, out.result(), address, (int) i.operand(1));
        } else if ((simple = STORES.get(op)) != null) {
            int value = out.pop();
            out.emit(simple, out.pop(), value, (int) i.operand(1));
        } else {
            special(i);
        }
    }

    private void special(AnnotatedInstruction i) {
        switch (i.opcode()) {
            case NOP -> {}
            case BLOCK, LOOP -> {
                out.flush(0);
                blocks.add(new Block(i.opcode() == OpCode.LOOP, out.height(), results(i), out.size()));
            }
            case IF -> {
                int condition = out.pop();
                out.flush(0);
                Block block = new Block(false, out.height(), results(i), 0);
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
            case RETURN -> {
                out.emit(RETURN, type.returns().isEmpty() ? 0 : out.pop());
                dead = true;
            }
            case UNREACHABLE -> {
                out.emit(TRAP);
                dead = true;
            }
            case CALL -> {
                FunctionType callee = functions.get((int) i.operand(0));
                int count = callee.params().size();
                out.flush(out.height() - count);
                out.drop(count);
                int base = out.slot(out.height());
                out.emit(CALL, (int) i.operand(0), base, count, callee.returns().size());
                pushResult(callee);
            }
            case CALL_INDIRECT -> {
                FunctionType callee = types[(int) i.operand(0)];
                int count = callee.params().size();
                int index = out.pop();
                out.flush(out.height() - count);
                out.drop(count);
                out.slot(out.height() + count);
                int base = out.slot(out.height());
                int results = callee.returns().size();
                out.emit(CALL_INDIRECT, (int) i.operand(0), base, count, results, index, (int) i.operand(1));
                pushResult(callee);
            }
            case DROP -> out.pop();
            case SELECT, SELECT_T -> {
                int condition = out.pop();
                int otherwise = out.pop();
                int chosen = out.pop();
                out.emit(SELECT, out.result(), chosen, otherwise, condition);
            }
            case LOCAL_GET -> out.push((int) i.operand(0));
            case LOCAL_SET, LOCAL_TEE -> {
                int local = (int) i.operand(0);
                int value = out.pop();
                out.flushLocal(local);
                out.emit(MOVE, local, value);
                if (i.opcode() == OpCode.LOCAL_TEE) {
                    out.push(local);
                }
            }
            case GLOBAL_GET -> out.emit(GLOBAL_GET, out.result(), (int) i.operand(0));
            case GLOBAL_SET -> out.emit(GLOBAL_SET, out.pop(), (int) i.operand(0));
            case I32_CONST -> out.push(out.constant((int) i.operand(0)));
            case I64_CONST -> out.push(out.constant(i.operand(0)));
            case MEMORY_COPY, MEMORY_FILL -> {
                int length = out.pop();
                int source = out.pop();
                out.emit(i.opcode() == OpCode.MEMORY_COPY ? MEMORY_COPY : MEMORY_FILL, out.pop(), source, length);
            }
            default -> throw new IllegalStateException("no register form of " + i.opcode());
        }
    }

    private void pushResult(FunctionType callee) {
        if (!callee.returns().isEmpty()) {
            out.result();
        }
    }

    private void otherwise() {
        Block block = block(0);
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
        Block block = blocks.remove(blocks.size() - 1);
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

    private void jump(Block block) {
        if (block.jumpResults() == 1) {
            out.moveResult(block.height);
        }
        out.emit(JUMP, 0);
        block.target(out, out.size() - 1);
    }

    private void jumpIf(Block block) {
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
            Block block = block((int) i.operand(entry));
            if (block.jumpResults() != 0) {
                throw new IllegalStateException("BR_TABLE with a result");
            }
            block.tableTarget(targets, table, entry);
        }
        out.emit(JUMP_TABLE, index, table);
        dead = true;
    }

    private Block block(int depth) {
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

    /** A block that is open, and the jumps that wait for its end. */
    private static final class Block {
        private final boolean loop;
        private final int height;
        private final int results;
        private final int start;
        private final List<int[]> waiting = new ArrayList<>();
        private boolean unreachable;
        private int elseJump = -1;

        Block(boolean loop, int height, int results, int start) {
            this.loop = loop;
            this.height = height;
            this.results = results;
            this.start = start;
        }

        static Block unreachable() {
            Block block = new Block(false, 0, 0, 0);
            block.unreachable = true;
            return block;
        }

        /** A jump to a loop goes to its start, which takes nothing. */
        int jumpResults() {
            return loop ? 0 : results;
        }

        void target(RegisterEmitter out, int position) {
            if (loop) {
                out.patch(position, start);
            } else {
                waiting.add(new int[] {-1, position});
            }
        }

        void tableTarget(int[] targets, int table, int entry) {
            if (loop) {
                targets[entry] = start;
            } else {
                waiting.add(new int[] {table, entry});
            }
        }

        void land(RegisterEmitter out) {
            if (elseJump >= 0) {
                out.patch(elseJump, out.size());
            }
            for (int[] jump : waiting) {
                if (jump[0] < 0) {
                    out.patch(jump[1], out.size());
                } else {
                    out.patchTable(jump[0], jump[1], out.size());
                }
            }
        }
    }
}
