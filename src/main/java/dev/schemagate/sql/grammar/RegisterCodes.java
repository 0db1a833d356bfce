package dev.schemagate.sql.grammar;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Translated functions as the build stores them: big-endian, every array with its length before it. */
final class RegisterCodes {

    private RegisterCodes() {}

    static byte[] write(Map<Integer, RegisterCode> codes) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(codes.size());
        // In one order, so that two builds of one source are equal.
        for (int function : codes.keySet().stream().sorted().toList()) {
            RegisterCode code = codes.get(function);
            out.writeInt(function);
            write(out, code.code());
            out.writeInt(code.tables().length);
            for (int[] table : code.tables()) {
                write(out, table);
            }
            out.writeInt(code.constants().length);
            for (long constant : code.constants()) {
                out.writeLong(constant);
            }
            out.writeInt(code.parameters());
            out.writeInt(code.constantBase());
            out.writeInt(code.results());
        }
        return bytes.toByteArray();
    }

    static Map<Integer, RegisterCode> read(InputStream stored) throws IOException {
        var in = new DataInputStream(stored);
        Map<Integer, RegisterCode> codes = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            int function = in.readInt();
            int[] code = readInts(in);
            int[][] tables = new int[in.readInt()][];
            for (int i = 0; i < tables.length; i++) {
                tables[i] = readInts(in);
            }
            long[] constants = new long[in.readInt()];
            for (int i = 0; i < constants.length; i++) {
                constants[i] = in.readLong();
            }
            codes.put(function, new RegisterCode(code, tables, constants, in.readInt(), in.readInt(), in.readInt()));
        }
        return Map.copyOf(codes);
    }

    private static void write(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static int[] readInts(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }
}
