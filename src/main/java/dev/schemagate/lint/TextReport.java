package dev.schemagate.lint;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.SourceRange;

/** For people: what each file was taken for, then a block a finding with its line underlined. */
final class TextReport {

    private static final int WIDEST = 160;

    private TextReport() {}

    static void write(Report report, PrintWriter out) {
        report.inputs()
                .forEach(input -> out.println(input.name() + ": " + input.kind().label()));
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
                .append(finding.message())
                .append('\n');
        String line = line(text, range.offset());
        if (!line.isBlank()) {
            String number = String.valueOf(range.line());
            block.append("  ").append(number).append(" | ").append(cut(line)).append('\n');
            block.append("  ")
                    .append(" ".repeat(number.length()))
                    .append(" | ")
                    .append(underline(line, range))
                    .append('\n');
        }
        String help = finding.fix().startsWith("-- ") ? finding.fix().substring(3) : finding.fix();
        return block.append("  help: ").append(help).append('\n').toString();
    }

    private static String summary(Report report) {
        Map<String, Integer> kinds = new TreeMap<>();
        report.inputs().forEach(input -> kinds.merge(input.kind().label(), 1, Integer::sum));
        String files = kinds.entrySet().stream()
                .map(kind ->
                        plural(kind.getValue(), kind.getKey(), kind.getKey().endsWith("x") ? "es" : "s"))
                .reduce((a, b) -> a + ", " + b)
                .orElse("no files");
        return files + ": " + plural(report.errors(), "error", "s") + ", " + plural(report.warnings(), "warning", "s");
    }

    private static String plural(long count, String word, String ending) {
        return count + " " + word + (count == 1 ? "" : ending);
    }

    private static String line(String text, int offset) {
        if (offset > text.length()) {
            return "";
        }
        int start = text.lastIndexOf('\n', offset - 1) + 1;
        int end = text.indexOf('\n', offset);
        return text.substring(start, end < 0 ? text.length() : end).replace("\r", "");
    }

    private static String underline(String line, SourceRange range) {
        int from = line.offsetByCodePoints(0, Math.min(range.column() - 1, line.codePointCount(0, line.length())));
        int to = Math.min(line.stripTrailing().length(), from + Math.max(1, range.length()));
        String lead = line.substring(0, from).replaceAll("[^\\t]", " ");
        int width = Math.max(1, line.codePointCount(from, Math.max(from, to)));
        return lead + "^".repeat(Math.min(width, WIDEST));
    }

    private static String cut(String line) {
        return line.length() <= WIDEST ? line : line.substring(0, WIDEST - 1) + "…";
    }
}
