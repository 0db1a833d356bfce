package dev.schemagate.lint;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

import dev.schemagate.error.Wording;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/** For people: what each file was taken for, then a block a finding with its line underlined. */
final class TextReport {

    private static final int WIDEST = 160;
    private static final int BEFORE = 120;

    private TextReport() {}

    static void write(LintReport report, PrintWriter out) {
        report.inputs()
                .forEach(input -> out.println(input.name() + ": " + input.kind().label()));
        report.declared()
                .forEach(one -> out.println(one.file() + ":" + one.range().line() + ": "
                        + (one.retires() ? "retires " : "removes ") + one.name() + ": " + printable(one.reason())));
        for (Finding finding : report.findings()) {
            out.println();
            out.print(block(finding, report.texts().getOrDefault(finding.file(), "")));
        }
        out.println();
        out.println(summary(report));
    }

    /** One finding, as the README and the rules' pages show it. */
    static String block(Finding finding, String text) {
        SourceRange range = finding.range();
        StringBuilder block = new StringBuilder();
        block.append(finding.level().label())
                .append('[')
                .append(finding.rule())
                .append("] ")
                .append(finding.file())
                .append(':')
                .append(range.line())
                .append(':')
                .append(range.column())
                .append(": ")
                .append(printable(finding.message()))
                .append('\n');
        excerpt(text, range, block);
        return block.append("  help: ")
                .append(finding.fix().text())
                .append('\n')
                .toString();
    }

    private static String summary(LintReport report) {
        Map<String, Integer> kinds = new TreeMap<>();
        report.inputs().forEach(input -> kinds.merge(input.kind().label(), 1, Integer::sum));
        String files = kinds.entrySet().stream()
                .map(kind -> Wording.counted(
                        kind.getValue(),
                        kind.getKey(),
                        kind.getKey() + (kind.getKey().endsWith("x") ? "es" : "s")))
                .reduce((a, b) -> a + ", " + b)
                .orElse("no files");
        return files + ": " + Wording.counted(report.errors(), "error") + ", "
                + Wording.counted(report.warnings(), "warning");
    }

    /** The line of a range and what is underlined of it; nothing where it is blank. Of a long line, the part around the range. */
    private static void excerpt(String text, SourceRange range, StringBuilder block) {
        int at = Math.min(range.offset(), text.length());
        int start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - BEFORE);
        int lineEnd = text.indexOf('\n', at);
        int end = Math.min(lineEnd < 0 ? text.length() : lineEnd, start + WIDEST);
        String shown = printable(text.substring(start, end));
        if (shown.isBlank()) {
            return;
        }
        int to =
                Math.max(at, Math.min(range.end(), start + shown.stripTrailing().length()));
        String number = String.valueOf(range.line());
        String lead = text.substring(start, at).replaceAll("[^\\t]", " ");
        block.append("  ")
                .append(number)
                .append(" | ")
                .append(shown.stripTrailing())
                .append('\n');
        block.append("  ").append(" ".repeat(number.length())).append(" | ").append(lead);
        block.append("^".repeat(Math.max(1, text.codePointCount(at, to)))).append('\n');
    }

    /** A file may hold what moves a terminal's cursor. */
    private static String printable(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\\t]]", " ");
    }
}
