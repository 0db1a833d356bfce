package dev.schemagate.sql.grammar;

import java.io.BufferedInputStream;
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

    /** The functions a parse runs that are too large: two for a class file, the scanner for the JVM to compile. The pom has them too. */
    static final int[] LARGE = {37, 140, 177};

    static final String MODULE = "Pg18.module";
    static final String CODE = "Pg18.code";

    static GrammarModule load() {
        try (InputStream module = resource(MODULE);
                InputStream code = new BufferedInputStream(resource(CODE))) {
            return new GrammarModule(Parser.parse(module), RegisterCodes.read(code), ModuleNames.load());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream in = Pg18.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is not in the program: Maven makes it after compiling");
        }
        return in;
    }

    Machine machine(Instance instance) {
        return new RegisterMachine(instance, Pg18.create(instance), large);
    }
}
