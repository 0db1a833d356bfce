package dev.schemagate.lint;

import java.io.PrintWriter;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.schemagate.policy.rule.Finding;

/** For programs; the shape is a contract. */
public final class JsonReport {

    private JsonReport() {}

    static void write(LintReport report, PrintWriter out) {
        ObjectNode root =
                Json.MAPPER.createObjectNode().put("files", report.inputs().size());
        addFindings(root, report.findings());
        ArrayNode contracts = root.putArray("contracts");
        report.declared().forEach(declared -> contracts
                .addObject()
                .put("object", declared.name())
                .put("removed", !declared.retires())
                .put("file", declared.file())
                .put("line", declared.range().line())
                .put("reason", declared.reason()));
        Json.write(root, out);
    }

    /** Adds the array {@code findings}. */
    public static void addFindings(ObjectNode root, List<Finding> findings) {
        ArrayNode array = root.putArray("findings");
        findings.forEach(finding -> array.addObject()
                .put("rule", finding.rule())
                .put("level", finding.level().label())
                .put("file", finding.file())
                .put("line", finding.range().line())
                .put("column", finding.range().column())
                .put("message", finding.message())
                .put("fix", finding.fix().asSql()));
    }
}
