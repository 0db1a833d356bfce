package dev.schemagate.sql;

import java.util.List;

import dev.schemagate.sql.grammar.Grammar;

/**
 * Reads SQL with PostgreSQL's own grammar (libpg_query 18, in WebAssembly translated to bytecode).
 *
 * <p>Safe for use by many threads. Nothing is loaded before the first call; what was loaded is dropped after use when it has
 * grown, and some seconds after the last use.
 */
public final class SqlParser {
    private static final Grammar GRAMMAR = new Grammar(SqlLimits.DEFAULT.maxPages(), SqlLimits.DEFAULT.keepPages());

    private SqlParser() {}

    /**
     * Reads a text. Never throws for its content: whatever is wrong with it is in {@link ParsedScript#errors()}.
     *
     * @throws dev.schemagate.sql.grammar.ParserMemoryException CF003 where the process has too little memory
     */
    public static ParsedScript parse(SourceText source) {
        return parse(source, SqlLimits.DEFAULT);
    }

    /** As {@link #parse(SourceText)}, with other limits. */
    public static ParsedScript parse(SourceText source, SqlLimits limits) {
        if (source.text().length() > limits.maxBytes()) {
            return tooLarge(source, limits);
        }
        return new ScriptReader(source, limits, grammar(limits)).read();
    }

    /**
     * As {@link #parse(SourceText)}, for the bytes of a file; those that are not UTF-8 are an error at their place. A byte
     * order mark is skipped.
     */
    public static ParsedScript parse(String name, byte[] utf8) {
        if (utf8.length > SqlLimits.DEFAULT.maxBytes()) {
            return tooLarge(new SourceText(name, ""), SqlLimits.DEFAULT);
        }
        TextFile decoded = TextFile.decode(utf8);
        SourceText source = new SourceText(name, decoded.text());
        SqlError error = decoded.error();
        return error == null ? parse(source) : new ParsedScript(source, List.of(), List.of(error), List.of());
    }

    static ScriptReader reader(SourceText source) {
        return new ScriptReader(source, SqlLimits.DEFAULT, GRAMMAR);
    }

    private static Grammar grammar(SqlLimits limits) {
        boolean usual = limits.maxPages() == SqlLimits.DEFAULT.maxPages()
                && limits.keepPages() == SqlLimits.DEFAULT.keepPages();
        return usual ? GRAMMAR : new Grammar(limits.maxPages(), limits.keepPages());
    }

    private static ParsedScript tooLarge(SourceText source, SqlLimits limits) {
        SourceRange start = new SourceRange(0, 0, 1, 1);
        String message = "larger than " + limits.maxBytes() + " bytes";
        SqlError error = new SqlError(SqlError.Kind.TOO_LARGE, start, message);
        return new ParsedScript(source, List.of(), List.of(error), List.of());
    }
}
