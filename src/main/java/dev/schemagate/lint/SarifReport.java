package dev.schemagate.lint;

import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;

/** SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): every rule, and a result a finding. */
final class SarifReport {

    private SarifReport() {}

    static void write(LintReport report, PrintWriter out) {
        ObjectNode log = Json.MAPPER
                .createObjectNode()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        List<Rule> rules = RuleCatalogue.all();
        ArrayNode described = run.putObject("tool")
                .putObject("driver")
                .put("name", "schema-gate")
                .putArray("rules");
        rules.forEach(rule -> describe(rule, described.addObject()));
        List<String> ids = new ArrayList<>(rules.stream().map(Rule::id).toList());
        for (Finding finding : report.findings()) {
            if (!ids.contains(finding.rule())) {
                ids.add(finding.rule());
                describe(ErrorCode.valueOf(finding.rule()), described.addObject());
            }
        }
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode artifacts = run.putArray("artifacts");
        report.inputs().forEach(input -> artifacts
                .addObject()
                .put("length", input.bytes().length)
                .putObject("location")
                .put("uri", uri(input.name())));
        ArrayNode results = run.putArray("results");
        report.findings().forEach(finding -> result(finding, ids.indexOf(finding.rule()), results.addObject()));
        Json.write(log, out);
    }

    private static void describe(Rule rule, ObjectNode into) {
        into.put("id", rule.id()).put("name", rule.name());
        into.putObject("shortDescription").put("text", rule.title());
        into.putObject("fullDescription").put("text", rule.why());
        into.putObject("help").put("text", rule.remedy() + ".");
        into.putObject("defaultConfiguration").put("level", rule.level().label());
    }

    /** What is no rule of ours: Flyway's refusals, and files that could not be checked. */
    private static void describe(ErrorCode code, ObjectNode into) {
        into.put("id", code.name());
        into.putObject("shortDescription").put("text", code.title());
        into.putObject("help").put("text", code.remedy() + ".");
        into.putObject("defaultConfiguration").put("level", Level.ERROR.label());
    }

    private static void result(Finding finding, int index, ObjectNode into) {
        into.put("ruleId", finding.rule())
                .put("ruleIndex", index)
                .put("level", finding.level().label());
        into.putObject("message")
                .put("text", finding.message() + "\nhelp: " + finding.fix().text());
        ObjectNode place = into.putArray("locations").addObject().putObject("physicalLocation");
        place.putObject("artifactLocation").put("uri", uri(finding.file()));
        place.putObject("region")
                .put("startLine", finding.range().line())
                .put("startColumn", finding.range().column())
                .put("charOffset", finding.range().offset())
                .put("charLength", finding.range().length());
    }

    /** A path as a relative or absolute URI reference, blanks and all. */
    private static String uri(String path) {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            return "unknown";
        }
    }
}
