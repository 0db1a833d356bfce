package dev.schemagate.lint;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Unchecked;

/**
 * What {@code lint} found.
 *
 * @param inputs in the order they were checked
 * @param findings in the order of the inputs, within one in the order of its text
 * @param declared what migrations declare to remove, or to be no longer used
 * @param texts of the inputs, by name, for the lines that findings show
 */
public record LintReport(
        List<Input> inputs, List<Finding> findings, List<Declaration> declared, Map<String, String> texts) {

    /** The same with what else there is against files. */
    public LintReport with(List<Finding> unread, List<Finding> pending) {
        List<Finding> all =
                Stream.of(findings, unread, pending).flatMap(List::stream).toList();
        return new LintReport(inputs, all, declared, texts);
    }

    /** The findings that say that a file could not be checked. */
    public List<Finding> unchecked() {
        return findings.stream().filter(Unchecked::is).toList();
    }

    public boolean clean() {
        return findings.stream().noneMatch(Finding::isError);
    }

    long errors() {
        return findings.stream().filter(Finding::isError).count();
    }

    long warnings() {
        return findings.size() - errors();
    }
}
