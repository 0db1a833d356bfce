package dev.schemagate.sql.grammar;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TrapException;

import static dev.schemagate.sql.grammar.RegisterCode.*;

/** The instructions of {@link RegisterMachine} without control flow; each gives the place of the next one. */
final class RegisterArithmetic {
    private RegisterArithmetic() {}

    static int access(int op, int[] k, int pc, long[] r, Memory memory) {
        int first = (int) r[k[pc + 1]];
        if (op == MEMORY_COPY) {
            memory.copy(first, (int) r[k[pc + 2]], (int) r[k[pc + 3]]);
        } else if (op == MEMORY_FILL) {
            memory.fill((byte) r[k[pc + 2]], first, first + (int) r[k[pc + 3]]);
        } else if (op < STORE_32) {
            int address = (int) r[k[pc + 2]] + k[pc + 3];
            r[k[pc + 1]] = switch (op) {
                case LOAD_8U -> memory.read(address) & 0xff;
                case LOAD_8S -> memory.read(address);
                case LOAD_16U -> memory.readShort(address) & 0xffff;
                case LOAD_16S -> memory.readShort(address);
                case LOAD_64 -> memory.readLong(address);
                default -> throw new IllegalStateException("load " + op);
            };
        } else {
            long value = r[k[pc + 2]];
            switch (op) {
                case STORE_8 -> memory.writeByte(first + k[pc + 3], (byte) value);
                case STORE_16 -> memory.writeShort(first + k[pc + 3], (short) value);
                case STORE_64 -> memory.writeLong(first + k[pc + 3], value);
                default -> throw new IllegalStateException("store " + op);
            }
        }
        return pc + 4;
    }

    static int unary(int op, int[] k, int pc, long[] r) {
        long x = r[k[pc + 2]];
        r[k[pc + 1]] = switch (op) {
            case EQZ -> (int) x == 0 ? 1 : 0;
            case EXTEND_8 -> (byte) x;
            case EXTEND_16 -> (short) x;
            case WRAP, EXTEND_S -> (int) x;
            case EXTEND_U -> x & 0xffffffffL;
            case EQZ_64 -> x == 0 ? 1 : 0;
            case CLZ -> Integer.numberOfLeadingZeros((int) x);
            default -> throw new IllegalStateException("unary " + op);
        };
        return pc + 3;
    }

    static int binary(int op, int[] k, int pc, long[] r) {
        long x = r[k[pc + 2]];
        long y = r[k[pc + 3]];
        int a = (int) x;
        int b = (int) y;
        r[k[pc + 1]] = switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR_S -> a >> b;
            case SHR_U -> a >>> b;
            case EQ -> a == b ? 1 : 0;
            case NE -> a != b ? 1 : 0;
            case LT_S -> a < b ? 1 : 0;
            case GT_S -> a > b ? 1 : 0;
            case LE_S -> a <= b ? 1 : 0;
            case GE_S -> a >= b ? 1 : 0;
            case LT_U -> Integer.compareUnsigned(a, b) < 0 ? 1 : 0;
            case GT_U -> Integer.compareUnsigned(a, b) > 0 ? 1 : 0;
            case LE_U -> Integer.compareUnsigned(a, b) <= 0 ? 1 : 0;
            case GE_U -> Integer.compareUnsigned(a, b) >= 0 ? 1 : 0;
            case DIV_S -> divide(a, b);
            case NE_64 -> x != y ? 1 : 0;
            case EQ_64 -> x == y ? 1 : 0;
            case ADD_64 -> x + y;
            case OR_64 -> x | y;
            case AND_64 -> x & y;
            case SHL_64 -> x << y;
            case SHR_U_64 -> x >>> y;
            default -> throw new IllegalStateException("binary " + op);
        };
        return pc + 4;
    }

    private static int divide(int a, int b) {
        if (b == 0 || a == Integer.MIN_VALUE && b == -1) {
            throw new TrapException("integer division without a result");
        }
        return a / b;
    }
}
