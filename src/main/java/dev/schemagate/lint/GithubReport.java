package dev.schemagate.lint;

import java.io.PrintWriter;

import dev.schemagate.policy.rule.Finding;

/** Workflow commands, which GitHub shows beside the changed line (GitHub docs, "Workflow commands"). */
final class GithubReport {

    private GithubReport() {}

    static void write(LintReport report, PrintWriter out) {
        for (Finding finding : report.findings()) {
            out.println("::" + finding.level().label() + " file=" + property(finding.file()) + ",line="
                    + finding.range().line() + ",col=" + finding.range().column() + ",title=" + property(finding.rule())
                    + "::" + data(finding.message() + "\nhelp: " + finding.fix().text()));
        }
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
