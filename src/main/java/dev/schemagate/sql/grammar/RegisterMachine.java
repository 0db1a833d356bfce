package dev.schemagate.sql.grammar;

import java.util.Arrays;
import java.util.Map;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.types.FunctionType;
import org.jspecify.annotations.Nullable;

import static dev.schemagate.sql.grammar.RegisterCode.*;

/**
 * Runs the few functions that are too large to be a method: the grammar's automaton beyond 64 KB, which no class file can
 * have, and the scanner beyond the 8,000 bytes that the JVM compiles. All others are left to the translated module.
 *
 * <p>Why it exists: Chicory would interpret them with a control frame for each nested block, and the automaton is a switch in
 * two thousand nested blocks, entered anew for every reduction. That makes a parse ten times slower on the JVM and nearly
 * forty times in a native image. Here blocks are gone once the function is translated, and locals and constants are operands.
 */
final class RegisterMachine implements Machine {
    private final Instance instance;
    private final Machine translated;
    private final @Nullable RegisterCode[] functions;
    private final FunctionType[] types;

    RegisterMachine(Instance instance, Machine translated, Map<Integer, RegisterCode> codes) {
        this.instance = instance;
        this.translated = translated;
        functions = new RegisterCode
                [codes.keySet().stream().mapToInt(i -> i + 1).max().orElse(0)];
        codes.forEach((function, code) -> functions[function] = code);
        types = instance.module().typeSection().types();
    }

    @Override
    public long @Nullable [] call(int function, long[] arguments) {
        RegisterCode code = function < functions.length ? functions[function] : null;
        if (code == null) {
            return translated.call(function, arguments);
        }
        try {
            return run(code, arguments);
        } catch (StackOverflowError e) {
            throw new ChicoryException("call stack exhausted", e);
        }
    }

    private long @Nullable [] run(RegisterCode function, long[] arguments) {
        long[] r = new long[function.constantBase() + function.constants().length];
        System.arraycopy(arguments, 0, r, 0, function.parameters());
        System.arraycopy(function.constants(), 0, r, function.constantBase(), function.constants().length);
        int[] k = function.code();
        Memory memory = instance.memory();
        int pc = 0;
        while (true) {
            int op = k[pc];
            switch (op) {
                case MOVE -> {
                    r[k[pc + 1]] = r[k[pc + 2]];
                    pc += 3;
                }
                case JUMP -> pc = k[pc + 1];
                case JUMP_IF -> pc = (int) r[k[pc + 1]] != 0 ? k[pc + 2] : pc + 3;
                case JUMP_UNLESS -> pc = (int) r[k[pc + 1]] == 0 ? k[pc + 2] : pc + 3;
                case JUMP_TABLE -> {
                    int[] targets = function.tables()[k[pc + 2]];
                    int i = (int) r[k[pc + 1]];
                    pc = targets[i < 0 || i >= targets.length ? targets.length - 1 : i];
                }
                case CALL, CALL_INDIRECT -> pc = invoke(k, pc, r);
                case RETURN -> {
                    return function.results() == 0 ? null : new long[] {r[k[pc + 1]]};
                }
                case TRAP -> throw new TrapException("Trapped on unreachable instruction");
                case GLOBAL_GET -> {
                    r[k[pc + 1]] = instance.global(k[pc + 2]).getValue();
                    pc += 3;
                }
                case GLOBAL_SET -> {
                    instance.global(k[pc + 2]).setValue(r[k[pc + 1]]);
                    pc += 3;
                }
                case SELECT -> {
                    r[k[pc + 1]] = (int) r[k[pc + 4]] != 0 ? r[k[pc + 2]] : r[k[pc + 3]];
                    pc += 5;
                }
                case LOAD_32 -> {
                    r[k[pc + 1]] = memory.readInt((int) r[k[pc + 2]] + k[pc + 3]);
                    pc += 4;
                }
                case STORE_32 -> {
                    memory.writeI32((int) r[k[pc + 1]] + k[pc + 3], (int) r[k[pc + 2]]);
                    pc += 4;
                }
                default -> {
                    if (op >= UNARY) {
                        pc = RegisterArithmetic.unary(op, k, pc, r);
                    } else if (op >= ADD) {
                        pc = RegisterArithmetic.binary(op, k, pc, r);
                    } else {
                        pc = RegisterArithmetic.access(op, k, pc, r, memory);
                    }
                }
            }
        }
    }

    /** CALL function, base, arguments, results; CALL_INDIRECT type, base, arguments, results, index register, table. */
    private int invoke(int[] k, int pc, long[] r) {
        boolean direct = k[pc] == CALL;
        int function = direct ? k[pc + 1] : instance.table(k[pc + 6]).requiredRef((int) r[k[pc + 5]]);
        if (!direct) {
            int type = instance.functionType(function);
            if (type != k[pc + 1] && !types[type].equals(types[k[pc + 1]])) {
                throw new TrapException("indirect call type mismatch");
            }
        }
        int base = k[pc + 2];
        long[] result = instance.getMachine().call(function, Arrays.copyOfRange(r, base, base + k[pc + 3]));
        if (k[pc + 4] > 0) {
            r[base] = result[0];
        }
        return pc + (direct ? 5 : 7);
    }
}
