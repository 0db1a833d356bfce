package dev.schemagate.lint;

import java.io.PrintWriter;

/** How a report is written. */
public enum Format {
    /** For people. */
    TEXT,
    /** {@code {"files": n, "findings": […]}}. */
    JSON,
    /** SARIF 2.1.0, for code scanning. */
    SARIF,
    /** Annotations of GitHub's workflow commands. */
    GITHUB;

    public void write(LintReport report, PrintWriter out) {
        switch (this) {
            case TEXT -> TextReport.write(report, out);
            case JSON -> JsonReport.write(report, out);
            case SARIF -> SarifReport.write(report, out);
            case GITHUB -> GithubReport.write(report, out);
        }
        out.flush();
    }
}
