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
    private final FunctionBody body;
    private final FunctionType type;
    private final RegisterEmitter out;
    private final RegisterControl control;

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
        control = new RegisterControl(out, type.returns().size());
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
        for (AnnotatedInstruction instruction : body.instructions()) {
            if (control.reaches(instruction.opcode())) {
                translate(instruction);
            }
        }
        return out.finish(type.params().size(), type.returns().size());
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
            case BLOCK, LOOP, IF, ELSE, END, BR, BR_IF, BR_TABLE, UNREACHABLE -> control.translate(i);
            case RETURN -> control.leave();
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
}
