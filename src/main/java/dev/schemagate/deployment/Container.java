package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A mapping that says how something is started: a container of a pod, a service of a compose file.
 *
 * @param words of entrypoint, command and args, in the order they are run
 */
record Container(MappingNode node, List<Word> words) {

    /** Null where the mapping starts nothing. */
    static @Nullable Container of(MappingNode mapping) {
        List<Word> words = new ArrayList<>();
        for (String key : List.of("entrypoint", "command", "args")) {
            for (ScalarNode scalar : YamlTree.scalars(YamlTree.at(mapping, key))) {
                words.addAll(Word.of(scalar, scalar.getValue()));
            }
        }
        boolean described =
                List.of("image", "env", "envFrom").stream().anyMatch(key -> YamlTree.at(mapping, key) != null);
        return words.isEmpty() && !described ? null : new Container(mapping, words);
    }

    String image() {
        return YamlTree.text(YamlTree.at(node, "image"));
    }

    boolean has(String option) {
        return words.stream().anyMatch(word -> word.text().equals(option));
    }

    /** Its variables as Kubernetes sets them: envFrom in order, then env, which wins; each with its place. */
    Map<String, ScalarNode> environment(ConfigMaps maps) {
        Map<String, ScalarNode> found = new LinkedHashMap<>();
        for (Node source : YamlTree.items(YamlTree.at(node, "envFrom"))) {
            String prefix = YamlTree.text(YamlTree.at(source, "prefix"));
            for (String kind : List.of("configMapRef", "secretRef")) {
                maps.data(YamlTree.text(YamlTree.at(source, kind, "name")))
                        .forEach((key, value) -> found.put(prefix + key, value));
            }
        }
        Node env = YamlTree.at(node, "env");
        for (Node entry : YamlTree.items(env)) {
            String name = YamlTree.text(YamlTree.at(entry, "name"));
            ScalarNode value =
                    YamlTree.at(entry, "value") instanceof ScalarNode scalar ? scalar : referred(entry, maps);
            if (value != null) {
                found.put(name, value);
            } else {
                found.remove(name);
            }
        }
        for (NodeTuple tuple : YamlTree.entries(env != null ? env : YamlTree.at(node, "environment"))) {
            if (tuple.getValueNode() instanceof ScalarNode scalar) {
                found.put(YamlTree.text(tuple.getKeyNode()), scalar);
            }
        }
        return found;
    }

    private static @Nullable ScalarNode referred(Node entry, ConfigMaps maps) {
        for (String kind : List.of("configMapKeyRef", "secretKeyRef")) {
            Node reference = YamlTree.at(entry, "valueFrom", kind);
            if (reference != null) {
                return maps.data(YamlTree.text(YamlTree.at(reference, "name")))
                        .get(YamlTree.text(YamlTree.at(reference, "key")));
            }
        }
        return null;
    }
}
