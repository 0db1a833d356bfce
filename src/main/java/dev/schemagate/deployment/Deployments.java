package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

import dev.schemagate.policy.rule.Finding;

/** Checks YAML files together, since a manifest may refer to a ConfigMap in another one. */
public final class Deployments {

    private Deployments() {}

    /** What there is against the files, in their order. */
    public static List<Finding> check(List<DeploymentFile> files) {
        Surroundings surroundings = new Surroundings();
        Map<DeploymentFile, List<Node>> parsed = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        for (DeploymentFile file : files) {
            try {
                List<Node> documents = YamlTree.documents(file.text());
                parsed.put(file, documents);
                documents.forEach(document -> surroundings.add(file, document));
            } catch (YAMLException | StackOverflowError e) {
                findings.addAll(Template.check(file));
            }
        }
        // Twice, since a ConfigMap may stand before the container that uses it or overrides it.
        parsed.forEach((file, documents) ->
                documents.forEach(document -> new Walk(surroundings, new Sink(file)).check(document)));
        surroundings.forgetFindings();
        parsed.forEach((file, documents) ->
                documents.forEach(document -> new Walk(surroundings, surroundings.sink(file)).check(document)));
        surroundings.conclude();
        files.forEach(file -> findings.addAll(surroundings.sink(file).findings().stream()
                .sorted(java.util.Comparator.comparingInt(f -> f.range().offset()))
                .toList()));
        return findings;
    }
}
