package dev.schemagate.deployment;

import java.util.List;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

import dev.schemagate.policy.rule.Finding;

/** A file that is not YAML, such as a chart's template: searched line by line. */
final class Template {

    private Template() {}

    static List<Finding> check(DeploymentFile file) {
        Sink sink = new Sink(file);
        int[] points = file.text().codePoints().toArray();
        int start = 0;
        int line = 0;
        sink.add(DeploymentRules.READABLE, node(points, 0, 0, 0), DeploymentRules.READABLE.title());
        for (String text : file.text().split("\n", -1)) {
            int length = text.codePointCount(0, text.length());
            String command = text.replaceFirst("^\\s*-\\s", "").replaceAll("[\\[\\],]", " ");
            ScalarNode node = node(points, start, start + length, line++);
            new Commands(sink).check(Word.of(node, command));
            String[] variable = command.strip().replaceAll("[\"']", "").split(":\\s*", 2);
            if (variable.length == 2) {
                new Commands(sink).variable(variable[0], variable[1], new Word(node, "", false));
            }
            start += length + 1;
        }
        return List.copyOf(sink.findings());
    }

    private static ScalarNode node(int[] points, int start, int end, int line) {
        return new ScalarNode(
                Tag.STR,
                "",
                new Mark("", start, line, 0, points, start),
                new Mark("", end, line, end - start, points, end),
                DumperOptions.ScalarStyle.PLAIN);
    }
}
