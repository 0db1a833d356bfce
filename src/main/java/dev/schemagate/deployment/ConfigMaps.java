package dev.schemagate.deployment;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The ConfigMaps and Secrets among the manifests, by name. */
final class ConfigMaps {

    private final Map<String, Map<String, ScalarNode>> byName = new HashMap<>();

    /** Takes note of a document, where it is one of them. */
    void add(Node document) {
        if (!is(document)) {
            return;
        }
        Map<String, ScalarNode> data = new LinkedHashMap<>();
        for (String part : List.of("data", "stringData")) {
            for (NodeTuple tuple : YamlTree.entries(YamlTree.at(document, part))) {
                if (tuple.getValueNode() instanceof ScalarNode scalar) {
                    data.put(YamlTree.text(tuple.getKeyNode()), scalar);
                }
            }
        }
        byName.put(YamlTree.text(YamlTree.at(document, "metadata", "name")), data);
    }

    static boolean is(Node document) {
        String kind = YamlTree.text(YamlTree.at(document, "kind"));
        return kind.equals("ConfigMap") || kind.equals("Secret");
    }

    /** Key and value; empty where the input has none of that name. */
    Map<String, ScalarNode> data(String name) {
        return byName.getOrDefault(name, Map.of());
    }
}
