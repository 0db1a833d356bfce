package dev.schemagate.lint;

import java.io.PrintWriter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** For programs; the shape is a contract (design §9). */
final class JsonReport {

    private JsonReport() {}

    static void write(Report report, PrintWriter out) {
        ObjectNode root =
                Json.MAPPER.createObjectNode().put("files", report.inputs().size());
        ArrayNode findings = root.putArray("findings");
        report.findings().forEach(finding -> findings.addObject()
                .put("rule", finding.rule())
                .put("level", finding.level().label())
                .put("file", finding.file())
                .put("line", finding.range().line())
                .put("column", finding.range().column())
                .put("message", finding.message())
                .put("fix", finding.fix()));
        Json.write(root, out);
    }
}
