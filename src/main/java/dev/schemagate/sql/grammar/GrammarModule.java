package dev.schemagate.sql.grammar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;

/**
 * The module as loaded once for all instances. Not kept in a static of its own, as {@code Pg18.load()} does, so that its 16
 * MB can be collected.
 */
record GrammarModule(WasmModule module, Map<Integer, RegisterCode> large, ModuleNames names) {

    /** The functions beyond 64 KB that a parse runs; the pom names them too, and the build fails when they change. */
    private static final int[] LARGE = {37, 140};

    static GrammarModule load() {
        try (InputStream in = Pg18.class.getResourceAsStream("Pg18.meta")) {
            if (in == null) {
                throw new IllegalStateException("Pg18.meta is not in the program");
            }
            WasmModule module = Parser.parse(in);
            return new GrammarModule(module, RegisterTranslator.translate(module, LARGE), ModuleNames.load());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Machine machine(Instance instance) {
        return new RegisterMachine(instance, Pg18.create(instance), large);
    }
}
