package dev.schemagate.hotfix;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.policy.rule.Finding;

/**
 * Files, parsed and judged.
 *
 * @param statements what those that were not refused ask for, by their hash
 * @param findings of all files, in their order
 * @param readable whether all of them are SQL
 */
record Compilation(Map<String, List<CompiledStatement>> statements, List<Finding> findings, boolean readable) {

    private static final Logger LOG = Logger.getLogger(Compilation.class);

    /** @throws HotfixException HF002 or HF100 with every error of every file; warnings are logged */
    Map<String, List<CompiledStatement>> orRefuse() {
        findings.stream()
                .filter(finding -> !finding.isError())
                .forEach(finding -> LOG.warnf("hotfix finding=\"%s\"", finding.describe()));
        String errors =
                findings.stream().filter(Finding::isError).map(Finding::advice).collect(Collectors.joining("\n"));
        if (!errors.isEmpty()) {
            throw HotfixException.permanent(readable ? ErrorCode.HF100 : ErrorCode.HF002, errors);
        }
        return statements;
    }
}
