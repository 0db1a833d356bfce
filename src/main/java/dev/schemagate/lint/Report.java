package dev.schemagate.lint;

import java.util.List;
import java.util.Map;

import dev.schemagate.policy.rule.Finding;

/**
 * What {@code lint} found.
 *
 * @param inputs in the order they were checked
 * @param findings in the order of the inputs, within one in the order of its text
 * @param texts of the inputs, by name, for the lines that findings show
 */
public record Report(List<Input> inputs, List<Finding> findings, Map<String, String> texts) {

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
