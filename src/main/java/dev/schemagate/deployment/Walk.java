package dev.schemagate.deployment;

import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Goes through a document and looks at everything that is started and at every variable. */
final class Walk {

    /** What people read and nothing runs. */
    private static final Set<String> PROSE = Set.of("metadata", "description", "annotations", "labels", "status");
    /** Looked at as one command line, together. */
    private static final Set<String> STARTED = Set.of("entrypoint", "command", "args", "env", "envFrom", "environment");

    private final Surroundings surroundings;
    private final Sink sink;

    Walk(Surroundings surroundings, Sink sink) {
        this.surroundings = surroundings;
        this.sink = sink;
    }

    void check(Node document) {
        walk(document, ConfigMaps.is(document));
    }

    private void walk(Node node, boolean configMap) {
        if (node instanceof MappingNode mapping) {
            Container container = Container.of(mapping);
            if (container != null) {
                check(container);
            }
            for (NodeTuple tuple : mapping.getValue()) {
                String key = YamlTree.text(tuple.getKeyNode());
                if (!PROSE.contains(key) && !(container != null && STARTED.contains(key))) {
                    entry(key, tuple.getValueNode(), configMap);
                }
            }
        } else {
            YamlTree.items(node).forEach(item -> walk(item, configMap));
            if (node instanceof ScalarNode scalar) {
                new Commands(sink).check(Word.of(scalar, scalar.getValue()));
            }
        }
    }

    private void entry(String key, Node value, boolean configMap) {
        if (!(value instanceof ScalarNode scalar)) {
            walk(value, configMap);
            return;
        }
        if (key.equals("disable_prisma_schema_update") && Commands.no(scalar.getValue())) {
            surroundings.switchedOn(sink, scalar);
        } else if (configMap && scalar.getValue().contains("\n")) {
            embedded(key, scalar);
        } else if (!configMap || !surroundings.isUsed(scalar)) {
            new Commands(sink).variable(key, scalar.getValue(), new Word(scalar, "", false));
        }
        new Commands(sink).check(Word.of(scalar, scalar.getValue()));
    }

    /** A file in a ConfigMap, such as LiteLLM's config.yaml; its findings are at the key that holds it. */
    private void embedded(String key, ScalarNode file) {
        if (!key.endsWith(".yaml") && !key.endsWith(".yml")) {
            return;
        }
        try {
            for (Node document : YamlTree.documents(file.getValue())) {
                Node setting = YamlTree.at(document, "general_settings", "disable_prisma_schema_update");
                if (Commands.no(YamlTree.text(setting))) {
                    surroundings.switchedOn(sink, file);
                }
                for (NodeTuple tuple : YamlTree.entries(YamlTree.at(document, "environment_variables"))) {
                    new Commands(sink)
                            .variable(
                                    YamlTree.text(tuple.getKeyNode()),
                                    YamlTree.text(tuple.getValueNode()),
                                    new Word(file, "", false));
                }
            }
        } catch (YAMLException e) {
            sink.add(DeploymentRules.READABLE, file, key + " is not YAML");
        }
    }

    private void check(Container container) {
        new Commands(sink).check(container.words());
        Map<String, ScalarNode> environment = container.environment(surroundings.maps());
        environment.forEach((name, value) -> {
            Commands commands = new Commands(surroundings.home(value, sink));
            commands.variable(name, value.getValue(), new Word(value, "", false));
            commands.check(Word.of(value, value.getValue()));
        });
        String disabled = environment.containsKey("DISABLE_SCHEMA_UPDATE")
                ? environment.get("DISABLE_SCHEMA_UPDATE").getValue()
                : "";
        if (Commands.yes(disabled)) {
            surroundings.updatesDisabled();
        }
        boolean named = environment.containsKey("USE_V2_MIGRATION_RESOLVER")
                || container.has("--use_v2_migration_resolver")
                || container.has("--use_legacy_migration_resolver")
                || container.has("--use_prisma_db_push")
                || Commands.yes(disabled);
        Node image = YamlTree.at(container.node(), "image");
        if (image != null && container.image().contains("litellm") && !named) {
            sink.add(DeploymentRules.DEFAULT_RESOLVER, image, DeploymentRules.DEFAULT_RESOLVER.title());
        }
    }
}
