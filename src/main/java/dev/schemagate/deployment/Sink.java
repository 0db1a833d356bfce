package dev.schemagate.deployment;

import java.util.LinkedHashSet;
import java.util.Set;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.Rule;
import dev.schemagate.sql.SourceText;

/** Collects the findings of one file. */
final class Sink {

    private final DeploymentFile file;
    private final Set<Finding> findings = new LinkedHashSet<>();

    Sink(DeploymentFile file) {
        this.file = file;
    }

    void add(Rule rule, Node at, String message) {
        add(rule, rule.level(), at, message);
    }

    void add(Rule rule, Level level, Node at, String message) {
        Mark start = at.getStartMark();
        int from = file.text().offsetByCodePoints(0, start.getIndex());
        int to = file.text().offsetByCodePoints(0, at.getEndMark().getIndex());
        int lineEnd = file.text().indexOf('\n', from);
        int end = lineEnd >= 0 ? Math.min(to, lineEnd) : to;
        findings.add(new Finding(
                rule.id(),
                level,
                file.name(),
                new SourceText(file.name(), file.text()).range(from, end),
                message,
                "-- " + rule.remedy()));
    }

    void forget() {
        findings.clear();
    }

    Set<Finding> findings() {
        return findings;
    }
}
