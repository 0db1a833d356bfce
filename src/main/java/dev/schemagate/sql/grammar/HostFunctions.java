package dev.schemagate.sql.grammar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;

/** What Emscripten's run time gives a C program: exceptions by longjmp, memory growth, an exit. Files it has none. */
final class HostFunctions {
    private static final long[] NONE = new long[0];
    private static final long[] ZERO = {0};
    private static final long[] BAD_FILE = {8};
    private static final int PAGE = 1 << 16;

    private final ModuleNames names;
    private final int maxPages;

    HostFunctions(ModuleNames names, int maxPages) {
        this.names = names;
        this.maxPages = maxPages;
    }

    ImportValues forModule(WasmModule module) {
        var values = ImportValues.builder();
        var imports = module.importSection();
        for (int i = 0; i < imports.importCount(); i++) {
            var function = (FunctionImport) imports.getImport(i);
            FunctionType type = module.typeSection().getType(function.typeIndex());
            String real = names.imports().getOrDefault(function.name(), function.name());
            values.addFunction(new HostFunction(function.module(), function.name(), type, handle(real, type)));
        }
        return values.build();
    }

    private WasmFunctionHandle handle(String name, FunctionType type) {
        if (name.startsWith("invoke_")) {
            long[] interrupted = new long[type.returns().size()];
            return (instance, a) -> invoke(instance, a, interrupted);
        }
        return switch (name) {
            case "emscripten_throw_longjmp" ->
                (instance, a) -> {
                    throw LongJump.INSTANCE;
                };
            case "emscripten_resize_heap" -> (instance, a) -> new long[] {grow(instance, a[0] & 0xffffffffL)};
            case "fd_write" -> HostFunctions::discard;
            case "fd_read", "fd_seek" -> (instance, a) -> BAD_FILE;
            case "fd_close", "setitimer_js" -> (instance, a) -> ZERO;
            case "emscripten_runtime_keepalive_clear" -> (instance, a) -> NONE;
            case "assert_fail" ->
                (instance, a) -> {
                    throw new GrammarFailure("assertion failed: " + text(instance, (int) a[0]));
                };
            default ->
                (instance, a) -> {
                    throw new GrammarFailure(name + " called");
                };
        };
    }

    /** A call under setjmp: PostgreSQL's ereport(ERROR) ends in a longjmp to here. */
    private long[] invoke(Instance instance, long[] a, long[] interrupted) {
        long stack =
                instance.export(names.export("emscripten_stack_get_current")).apply()[0];
        try {
            int function = instance.table(0).requiredRef((int) a[0]);
            long[] result = instance.getMachine().call(function, Arrays.copyOfRange(a, 1, a.length));
            return result == null ? NONE : result;
        } catch (LongJump e) {
            instance.export(names.export("emscripten_stack_restore")).apply(stack);
            instance.export(names.export("setThrew")).apply(1, 0);
            return interrupted;
        }
    }

    /** 0 makes malloc return NULL, which PostgreSQL reports as an error of the statement. */
    private long grow(Instance instance, long wantedBytes) {
        int have = instance.memory().pages();
        long need = (wantedBytes + PAGE - 1) / PAGE - have;
        if (need <= 0) {
            return 1;
        }
        if (need > maxPages - have) {
            return 0;
        }
        int step = (int) Math.min(Math.max(need, have / 5), maxPages - have);
        return instance.memory().grow(step) < 0 ? 0 : 1;
    }

    /** Standard output and error of the C program: nobody needs them, but a write must seem to succeed. */
    private static long[] discard(Instance instance, long... a) {
        int total = 0;
        for (int i = 0; i < (int) a[2]; i++) {
            total += instance.memory().readInt((int) a[1] + 8 * i + 4);
        }
        instance.memory().writeI32((int) a[3], total);
        return ZERO;
    }

    private static String text(Instance instance, int pointer) {
        return instance.memory().readCString(pointer, StandardCharsets.UTF_8);
    }

    /** C's longjmp: unwinds Java's frames up to the nearest {@code invoke_} function. */
    private static final class LongJump extends RuntimeException {
        static final LongJump INSTANCE = new LongJump();

        private LongJump() {
            super("longjmp", null, false, false);
        }
    }
}
