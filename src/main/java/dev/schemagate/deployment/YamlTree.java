package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML as nodes with marks; nothing is constructed from it. */
final class YamlTree {

    private YamlTree() {}

    /** @throws org.yaml.snakeyaml.error.YAMLException where the text is not YAML, or too large */
    static List<Node> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(32 << 20);
        options.setNestingDepthLimit(200);
        List<Node> documents = new ArrayList<>();
        new Yaml(options).composeAll(new java.io.StringReader(text)).forEach(documents::add);
        return documents;
    }

    /** The value of a key, or of keys inside one another; null where there is none. */
    static @Nullable Node at(@Nullable Node node, String... path) {
        Node found = node;
        for (String key : path) {
            found = found instanceof MappingNode mapping ? value(mapping, key) : null;
        }
        return found;
    }

    private static @Nullable Node value(MappingNode mapping, String key) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return tuple.getValueNode();
            }
        }
        return null;
    }

    /** The text of a scalar; empty for anything else. */
    static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static List<Node> items(@Nullable Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }

    static List<NodeTuple> entries(@Nullable Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** The scalars of a node that is one, or a list of them. */
    static List<ScalarNode> scalars(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return List.of(scalar);
        }
        return items(node).stream()
                .filter(ScalarNode.class::isInstance)
                .map(ScalarNode.class::cast)
                .toList();
    }
}
