package dev.schemagate.hotfix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.plan.AskedStatement;
import dev.schemagate.plan.Asking;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlError;
import dev.schemagate.sql.SqlParser;

/** Parses and judges files. A class of its own, so that a start whose files are known does not load the grammar. */
final class Compiler {

    private Compiler() {}

    /**
     * What the statements of each file ask for.
     *
     * @throws HotfixException HF002 with every syntax error, HF100 with every refusal; of all files at once
     */
    static Map<HotfixFile, List<AskedStatement>> compile(
            List<HotfixFile> files, NameResolution names, HotfixJudge judge) {
        Map<HotfixFile, List<AskedStatement>> compiled =
                new TreeMap<>(java.util.Comparator.comparing(HotfixFile::name));
        List<String> errors = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        try {
            for (HotfixFile file : files) {
                ParsedScript script = SqlParser.parse(new SourceText(file.path().toString(), file.text()));
                script.errors().forEach(error -> errors.add(describe(file, error)));
                refusals.addAll(judge.refusals(script));
                compiled.put(file, Asking.of(script, names));
            }
        } finally {
            SqlParser.release();
        }
        if (!errors.isEmpty()) {
            throw HotfixException.permanent(ErrorCode.HF002, String.join("\n", errors));
        }
        if (!refusals.isEmpty()) {
            throw HotfixException.permanent(ErrorCode.HF100, String.join("\n", refusals));
        }
        return compiled;
    }

    private static String describe(HotfixFile file, SqlError error) {
        return file.path() + ":" + error.range().line() + ":" + error.range().column() + ": " + error.message();
    }
}
