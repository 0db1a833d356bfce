package dev.schemagate.hotfix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.schemagate.plan.AskedStatement;
import dev.schemagate.plan.Asking;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.ParsedScript;
import dev.schemagate.sql.SqlParser;

/** Parses and judges files. A class of its own, so that a start whose files are known does not load the grammar. */
final class Compiler {

    private Compiler() {}

    static Compilation compile(List<HotfixFile> files, NameResolution names, HotfixJudge judge) {
        Map<String, List<AskedStatement>> statements = new HashMap<>();
        List<Finding> findings = new ArrayList<>();
        boolean readable = true;
        try {
            for (HotfixFile file : files) {
                ParsedScript script = SqlParser.parse(file.path().toString(), file.bytes());
                List<Finding> found = judge.findings(script);
                readable &= script.errors().isEmpty();
                findings.addAll(found);
                if (found.stream().noneMatch(Finding::isError)) {
                    statements.put(file.sha256(), Asking.of(script, names));
                }
            }
        } finally {
            SqlParser.release();
        }
        return new Compilation(statements, findings, readable);
    }
}
