package dev.schemagate.hotfix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.plan.Compile;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** Parses and judges files. A class of its own, so that a start whose files are known does not load the grammar. */
final class Compiler {

    private final NameResolution names;
    private final HotfixJudge judge;
    private final Map<String, List<CompiledStatement>> statements = new HashMap<>();
    private boolean readable = true;

    private Compiler(NameResolution names, HotfixJudge judge) {
        this.names = names;
        this.judge = judge;
    }

    static Compilation compile(List<HotfixFile> files, NameResolution names, HotfixJudge judge) {
        Compiler compiler = new Compiler(names, judge);
        List<Finding> findings = new ArrayList<>();
        for (HotfixFile file : files) {
            findings.addAll(Unchecked.orFindings(file.path().toString(), () -> compiler.compile(file)));
        }
        return new Compilation(compiler.statements, findings, compiler.readable);
    }

    private List<Finding> compile(HotfixFile file) {
        ParsedScript script = SqlParser.parse(file.path().toString(), file.bytes());
        List<Finding> found = judge.findings().apply(script);
        readable &= script.errors().isEmpty();
        if (found.stream().noneMatch(Finding::isError)) {
            statements.put(file.sha256(), Compile.of(script, names));
        }
        return found;
    }
}
