package dev.schemagate.sql.grammar;

import java.nio.charset.StandardCharsets;

import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.MemoryLimits;

/** One running copy of the grammar, with memory of its own. For one thread at a time. */
final class GrammarInstance {
    /** The C stack alone takes 32 MiB of the module's layout; it starts with 128 MiB as shipped. */
    private static final int INITIAL_PAGES = 640;

    private static final Reply TOO_LARGE =
            new Reply.Failed(Reply.Failed.Cause.TOO_LARGE, "too large for the parser's memory");

    private final Memory memory;
    private final ExportFunction malloc;
    private final ExportFunction free;
    private final ExportFunction parse;
    private final ExportFunction freeTree;
    private final ExportFunction parsePlpgsql;
    private final ExportFunction freeString;

    GrammarInstance(GrammarModule module, int maxPages) {
        ModuleNames names = module.names();
        Instance instance = Instance.builder(module.module())
                .withImportValues(new HostFunctions(names, maxPages).forModule(module.module()))
                .withMachineFactory(module::machine)
                .withMemoryFactory(ByteArrayMemory::new)
                .withMemoryLimits(new MemoryLimits(INITIAL_PAGES, Math.max(maxPages, INITIAL_PAGES)))
                .build();
        memory = instance.exports().memory(names.export("memory"));
        malloc = instance.export(names.export("malloc"));
        free = instance.export(names.export("free"));
        parse = instance.export(names.export("wasm_parse_query_raw"));
        freeTree = instance.export(names.export("wasm_free_parse_result"));
        parsePlpgsql = instance.export(names.export("wasm_parse_plpgsql"));
        freeString = instance.export(names.export("wasm_free_string"));
        instance.export(names.export("call_ctors")).apply();
    }

    /** Parses SQL without NUL. Reads libpg_query's PgQueryParseResult: tree, stderr, error; PgQueryError: message, ..., cursor. */
    Reply parse(byte[] utf8) {
        int query = write(utf8);
        if (query == 0) {
            return TOO_LARGE;
        }
        int result = (int) parse.apply(query)[0];
        free.apply(query);
        if (result == 0) {
            throw new GrammarFailure("no result");
        }
        int error = memory.readInt(result + 8);
        Reply reply = error == 0
                ? new Reply.Tree(read(memory.readInt(result)))
                : new Reply.Refused(text(memory.readInt(error)), memory.readInt(error + 16));
        freeTree.apply(result);
        return reply;
    }

    /** Parses a CREATE FUNCTION or DO statement of LANGUAGE plpgsql; any other language ends this instance. */
    Reply parsePlpgsql(byte[] utf8) {
        int query = write(utf8);
        if (query == 0) {
            return TOO_LARGE;
        }
        int result = (int) parsePlpgsql.apply(query)[0];
        free.apply(query);
        if (result == 0) {
            throw new GrammarFailure("no result");
        }
        byte[] answer = read(result);
        freeString.apply(result);
        boolean tree = answer.length > 0 && answer[0] == '{';
        return tree ? new Reply.Tree(answer) : new Reply.Refused(new String(answer, StandardCharsets.UTF_8), 0);
    }

    int pages() {
        return memory.pages();
    }

    /** 0 where it is too large for the instance's memory. */
    private int write(byte[] utf8) {
        int pointer = (int) malloc.apply(utf8.length + 1)[0];
        if (pointer == 0) {
            return 0;
        }
        memory.write(pointer, utf8);
        memory.writeByte(pointer + utf8.length, (byte) 0);
        return pointer;
    }

    private byte[] read(int pointer) {
        int end = pointer;
        while (memory.read(end) != 0) {
            end++;
        }
        return memory.readBytes(pointer, end - pointer);
    }

    private String text(int pointer) {
        return pointer == 0 ? "" : new String(read(pointer), StandardCharsets.UTF_8);
    }
}
