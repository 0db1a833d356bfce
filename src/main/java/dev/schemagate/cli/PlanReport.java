package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import dev.schemagate.error.GateException;
import dev.schemagate.error.Wording;
import dev.schemagate.hotfix.Preview;
import dev.schemagate.lint.JsonReport;
import dev.schemagate.migrate.MigrationOutlook;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.prisma.await.AwaitOutlook;

/** What a start would meet, for a person and for programs. */
record PlanReport(MigrationOutlook migrations, AwaitOutlook other, Preview.Outlook hotfixes) {

    int exitCode() {
        if (findings().stream().anyMatch(Unchecked::is)) {
            return ExitCode.NOT_CHECKED;
        }
        return migrations.isRefused() || other.refusal() != null || hotfixes.needsAttention()
                ? ExitCode.FINDINGS
                : ExitCode.OK;
    }

    private List<Finding> findings() {
        return Stream.concat(migrations.findings().stream(), hotfixes.findings().stream())
                .toList();
    }

    void print(PrintWriter out) {
        migrations.pending().forEach(file -> out.println(file + ": pending"));
        migrations.callbacks().forEach(file -> out.println(file + ": callback"));
        migrations.contracts().forEach(contract -> ContractReport.print(contract, out));
        hotfixes.lines().forEach(line -> out.println(text(line)));
        findings().forEach(finding -> out.println(text(finding)));
        refusals().forEach(refusal -> out.println("refused: " + refusal.describe()));
        out.println("migrations: " + migrations.state() + counted(migrations));
        out.println("other engine: " + other.state());
        out.println(summary());
    }

    private List<GateException> refusals() {
        return Stream.of(migrations.refusal(), other.refusal())
                .filter(Objects::nonNull)
                .toList();
    }

    private static String text(Preview.Line line) {
        String locks = line.locks().isEmpty() ? "" : "; takes " + String.join(", ", line.locks());
        return String.format(
                Locale.ROOT,
                "%s:%d: %-9s %s%s",
                line.file(),
                line.line(),
                line.verdict().label(),
                line.reason(),
                locks);
    }

    private static String text(Finding finding) {
        return (finding.isError() ? "refused: " : "warning: ") + finding.advice();
    }

    private static String counted(MigrationOutlook migrations) {
        int callbacks = migrations.callbacks().size();
        return migrations.hasWork()
                ? "; " + migrations.pending().size() + " pending"
                        + (callbacks == 0 ? "" : ", " + Wording.counted(callbacks, "callback"))
                : "";
    }

    private String summary() {
        List<Preview.Line> lines = hotfixes.lines();
        String planned = lines.stream()
                .collect(Collectors.groupingBy(Preview.Line::verdict, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", "));
        long refused = findings().stream().filter(Finding::isError).count()
                + refusals().size()
                + migrations.contracts().stream()
                        .filter(contract -> !contract.isFree())
                        .count();
        return Wording.counted(lines.size(), "statement")
                + (planned.isEmpty() ? "" : ": " + planned)
                + (refused == 0 ? "" : "; refused for " + Wording.counted(refused, "reason"));
    }

    String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        addMigrations(root.putObject("migrations"));
        ObjectNode await = root.putObject("await");
        await.put("state", other.state());
        addRefusal(await, other.refusal());
        ArrayNode statements = root.putArray("statements");
        for (Preview.Line line : hotfixes.lines()) {
            ObjectNode node = statements.addObject();
            node.put("file", line.file());
            node.put("line", line.line());
            node.put("statement", line.statement());
            node.put("tag", line.tag());
            node.put("verdict", line.verdict().label());
            node.put("reason", line.reason());
            line.locks().forEach(node.putArray("locks")::add);
        }
        JsonReport.addFindings(root, findings());
        return root.toPrettyString();
    }

    private void addMigrations(ObjectNode node) {
        node.put("state", migrations.state());
        migrations.pending().forEach(node.putArray("pending")::add);
        migrations.callbacks().forEach(node.putArray("callbacks")::add);
        ContractReport.add(migrations.contracts(), node.putArray("contracts"));
        addRefusal(node, migrations.refusal());
    }

    private static void addRefusal(ObjectNode node, @Nullable GateException refusal) {
        if (refusal != null) {
            node.putObject("refusal").put("code", refusal.code().name()).put("message", refusal.getMessage());
        }
    }
}
