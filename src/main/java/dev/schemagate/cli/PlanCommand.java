package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.db.Database;
import dev.schemagate.hotfix.Preview;
import dev.schemagate.lint.JsonReport;
import dev.schemagate.plan.Verdict;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Unchecked;

/** Shows what a start would do, and with which locks. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a start would do with the hotfixes now, and the locks it would take; changes nothing.",
            "Exits with 1 where a start would fail (a file is refused, something is there in another shape)",
            "and where it would mend what an earlier one left broken."
        },
        footer = {"", "Example:", "  GATE_HOTFIX_DIR=hotfixes schema-gate plan --format json"})
class PlanCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    @Spec
    CommandSpec spec;

    @Option(names = "--format", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
    Format format;

    @Inject
    Instance<Database> database;

    @Inject
    Instance<Preview> preview;

    @Override
    public Integer call() {
        Preview.Outlook outlook = preview.get().of(database.get());
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(json(outlook));
        } else {
            outlook.lines().forEach(line -> out.println(text(line)));
            outlook.findings().forEach(finding -> out.println(text(finding)));
            out.println(summary(outlook));
        }
        if (outlook.findings().stream().anyMatch(Unchecked::is)) {
            return ExitCode.NOT_CHECKED;
        }
        return outlook.needsAttention() ? ExitCode.FINDINGS : ExitCode.OK;
    }

    private static String text(Preview.Line line) {
        String locks = line.locks().isEmpty() ? "" : "; takes " + String.join(", ", line.locks());
        return String.format(
                Locale.ROOT, "%s:%d: %-9s %s%s", line.file(), line.line(), word(line.verdict()), line.reason(), locks);
    }

    private static String text(Finding finding) {
        return (finding.isError() ? "refused: " : "warning: ") + finding.advice();
    }

    private static String summary(Preview.Outlook outlook) {
        List<Preview.Line> lines = outlook.lines();
        String planned = lines.stream()
                .collect(Collectors.groupingBy(Preview.Line::verdict, java.util.TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + word(entry.getKey()))
                .collect(Collectors.joining(", "));
        long refused = outlook.findings().stream().filter(Finding::isError).count();
        return lines.size() + " statements" + (planned.isEmpty() ? "" : ": " + planned)
                + (refused == 0 ? "" : "; refused for " + refused + (refused == 1 ? " reason" : " reasons"));
    }

    private static String json(Preview.Outlook outlook) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        var statements = root.putArray("statements");
        for (Preview.Line line : outlook.lines()) {
            ObjectNode node = statements.addObject();
            node.put("file", line.file());
            node.put("line", line.line());
            node.put("statement", line.statement());
            node.put("tag", line.tag());
            node.put("verdict", word(line.verdict()));
            node.put("reason", line.reason());
            line.locks().forEach(node.putArray("locks")::add);
        }
        JsonReport.addFindings(root, outlook.findings());
        return root.toPrettyString();
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
