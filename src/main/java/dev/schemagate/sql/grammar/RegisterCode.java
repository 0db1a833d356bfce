package dev.schemagate.sql.grammar;

import java.util.Map;

import com.dylibso.chicory.wasm.types.OpCode;

/**
 * A WebAssembly function in {@link RegisterMachine}'s form; immutable, shared by all instances.
 *
 * <p>Registers are numbered: parameters and locals first, then the operand stack, then the constants from
 * {@code constantBase}. Jump targets are indexes into {@code code}.
 *
 * @param code instructions: an opcode of this class, then its operands
 * @param tables the targets of each BR_TABLE, the default last
 */
record RegisterCode(int[] code, int[][] tables, long[] constants, int parameters, int constantBase, int results) {

    static final int MOVE = 0;
    static final int JUMP = 1;
    static final int JUMP_IF = 2;
    static final int JUMP_UNLESS = 3;
    static final int JUMP_TABLE = 4;
    static final int CALL = 5;
    static final int CALL_INDIRECT = 6;
    static final int RETURN = 7;
    static final int TRAP = 8;
    static final int GLOBAL_GET = 9;
    static final int GLOBAL_SET = 10;
    static final int SELECT = 11;
    static final int MEMORY_COPY = 12;
    static final int MEMORY_FILL = 13;
    static final int LOAD_32 = 20;
    static final int LOAD_8U = 21;
    static final int LOAD_8S = 22;
    static final int LOAD_16U = 23;
    static final int LOAD_16S = 24;
    static final int LOAD_64 = 25;
    static final int STORE_32 = 26;
    static final int STORE_8 = 27;
    static final int STORE_16 = 28;
    static final int STORE_64 = 29;
    static final int ADD = 40;
    static final int SUB = 41;
    static final int MUL = 42;
    static final int AND = 43;
    static final int OR = 44;
    static final int XOR = 45;
    static final int SHL = 46;
    static final int SHR_S = 47;
    static final int SHR_U = 48;
    static final int EQ = 49;
    static final int NE = 50;
    static final int LT_S = 51;
    static final int LT_U = 52;
    static final int GT_S = 53;
    static final int GT_U = 54;
    static final int LE_S = 55;
    static final int LE_U = 56;
    static final int GE_S = 57;
    static final int GE_U = 58;
    static final int DIV_S = 59;
    static final int NE_64 = 63;
    static final int EQ_64 = 64;
    static final int ADD_64 = 65;
    static final int OR_64 = 66;
    static final int AND_64 = 67;
    static final int SHL_64 = 68;
    static final int SHR_U_64 = 69;
    /** From here on: one operand. */
    static final int UNARY = 80;

    static final int EQZ = 80;
    static final int EXTEND_8 = 81;
    static final int EXTEND_16 = 82;
    static final int WRAP = 83;
    static final int EXTEND_U = 84;
    static final int EXTEND_S = 85;
    static final int EQZ_64 = 86;
    static final int CLZ = 87;

    static final Map<OpCode, Integer> LOADS = Map.ofEntries(
            Map.entry(OpCode.I32_LOAD, LOAD_32),
            Map.entry(OpCode.I32_LOAD8_U, LOAD_8U),
            Map.entry(OpCode.I32_LOAD8_S, LOAD_8S),
            Map.entry(OpCode.I32_LOAD16_U, LOAD_16U),
            Map.entry(OpCode.I32_LOAD16_S, LOAD_16S),
            Map.entry(OpCode.I64_LOAD, LOAD_64),
            Map.entry(OpCode.F64_LOAD, LOAD_64));

    static final Map<OpCode, Integer> STORES = Map.of(
            OpCode.I32_STORE, STORE_32,
            OpCode.I32_STORE8, STORE_8,
            OpCode.I32_STORE16, STORE_16,
            OpCode.I64_STORE, STORE_64,
            OpCode.F64_STORE, STORE_64);

    static final Map<OpCode, Integer> BINARIES = Map.ofEntries(
            Map.entry(OpCode.I32_ADD, ADD),
            Map.entry(OpCode.I32_SUB, SUB),
            Map.entry(OpCode.I32_MUL, MUL),
            Map.entry(OpCode.I32_AND, AND),
            Map.entry(OpCode.I32_OR, OR),
            Map.entry(OpCode.I32_XOR, XOR),
            Map.entry(OpCode.I32_SHL, SHL),
            Map.entry(OpCode.I32_SHR_S, SHR_S),
            Map.entry(OpCode.I32_SHR_U, SHR_U),
            Map.entry(OpCode.I32_EQ, EQ),
            Map.entry(OpCode.I32_NE, NE),
            Map.entry(OpCode.I32_LT_S, LT_S),
            Map.entry(OpCode.I32_LT_U, LT_U),
            Map.entry(OpCode.I32_GT_S, GT_S),
            Map.entry(OpCode.I32_GT_U, GT_U),
            Map.entry(OpCode.I32_LE_S, LE_S),
            Map.entry(OpCode.I32_LE_U, LE_U),
            Map.entry(OpCode.I32_GE_S, GE_S),
            Map.entry(OpCode.I32_GE_U, GE_U),
            Map.entry(OpCode.I32_DIV_S, DIV_S),
            Map.entry(OpCode.I64_NE, NE_64),
            Map.entry(OpCode.I64_EQ, EQ_64),
            Map.entry(OpCode.I64_ADD, ADD_64),
            Map.entry(OpCode.I64_OR, OR_64),
            Map.entry(OpCode.I64_AND, AND_64),
            Map.entry(OpCode.I64_SHL, SHL_64),
            Map.entry(OpCode.I64_SHR_U, SHR_U_64));

    static final Map<OpCode, Integer> UNARIES = Map.of(
            OpCode.I32_EQZ, EQZ,
            OpCode.I32_EXTEND_8_S, EXTEND_8,
            OpCode.I32_EXTEND_16_S, EXTEND_16,
            OpCode.I32_WRAP_I64, WRAP,
            OpCode.I64_EXTEND_I32_U, EXTEND_U,
            OpCode.I64_EXTEND_I32_S, EXTEND_S,
            OpCode.I64_EQZ, EQZ_64,
            OpCode.I32_CLZ, CLZ);
}
