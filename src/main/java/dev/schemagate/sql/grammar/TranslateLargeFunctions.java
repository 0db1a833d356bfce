package dev.schemagate.sql.grammar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;

/**
 * A step of the build, run when the classes are compiled: translates the functions that {@link RegisterMachine} runs, and
 * takes the code out of the module, since nothing is left to interpret. Reading that code took most of the first parse.
 */
public final class TranslateLargeFunctions {
    private static final int HEADER = 8;
    private static final int CODE_SECTION = 10;
    /** A body of three bytes: no locals, unreachable, end. */
    private static final byte[] NO_CODE = {3, 0, 0, 0x0b};

    private TranslateLargeFunctions() {}

    /** Replaces {@code Pg18.meta} in the folder of classes given by {@code Pg18.module} and {@code Pg18.code}. */
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0], "dev", "schemagate", "sql", "grammar");
        Path meta = folder.resolve("Pg18.meta");
        byte[] bytes = Files.readAllBytes(meta);
        WasmModule module = Parser.parse(bytes);
        byte[] codes = RegisterCodes.write(RegisterTranslator.translate(module, GrammarModule.LARGE));
        Files.write(folder.resolve(GrammarModule.CODE), codes);
        Files.write(folder.resolve(GrammarModule.MODULE), withoutCode(bytes));
        Files.delete(meta);
    }

    /** The module with the same functions and no instruction in them (WebAssembly 2.0, "Binary Format", "Modules"). */
    private static byte[] withoutCode(byte[] module) {
        ByteBuffer in = ByteBuffer.wrap(module);
        var out = new ByteArrayOutputStream(module.length);
        out.write(module, 0, HEADER);
        in.position(HEADER);
        while (in.hasRemaining()) {
            int start = in.position();
            int section = in.get();
            int size = unsigned(in);
            int end = in.position() + size;
            if (section == CODE_SECTION) {
                var bodies = new ByteArrayOutputStream();
                int functions = unsigned(in);
                unsigned(bodies, functions);
                for (int i = 0; i < functions; i++) {
                    bodies.writeBytes(NO_CODE);
                }
                out.write(section);
                unsigned(out, bodies.size());
                out.writeBytes(bodies.toByteArray());
            } else {
                out.write(module, start, end - start);
            }
            in.position(end);
        }
        return out.toByteArray();
    }

    /** Reads LEB128. */
    private static int unsigned(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static void unsigned(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
