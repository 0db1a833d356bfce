package dev.schemagate.lint.manifests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Goes through YAML, wherever it stands: a manifest, values inside a string of a manifest, a patch. A setting is known by its
 * own form, not by the key above it, since every chart has another one: {@code NAME: value}, {@code name: NAME} beside
 * {@code value:}, {@code NAME=value}, a list of words.
 */
final class ManifestReader {

    /** What people read and nothing runs. */
    private static final Set<String> PROSE = Set.of("metadata", "description", "annotations", "labels", "status");
    /** Run as one command line, in this order. */
    private static final List<String> RUN = List.of("entrypoint", "command", "args");

    private static final String CONFIG = "disable_prisma_schema_update";

    private final ManifestFindings findings;
    private final CommandCheck commands;
    private final List<Runnable> afterwards;
    /** An alias may stand for thousands of nodes, or for the one it stands in. */
    private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param afterwards takes what can only be asked once all files are read */
    ManifestReader(ManifestFindings findings, List<Runnable> afterwards) {
        this.findings = findings;
        this.commands = new CommandCheck(findings);
        this.afterwards = afterwards;
    }

    void read(YamlText yaml) {
        yaml.documents().forEach(document -> node(yaml, document));
    }

    private void node(YamlText yaml, Node node) {
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            mapping(yaml, mapping);
        } else if (node instanceof SequenceNode sequence) {
            List<ScalarNode> words = YamlText.scalars(sequence);
            if (words.size() > 1) {
                commands.words(words.stream().map(yaml::excerpt).toList(), false);
            } else {
                sequence.getValue().forEach(item -> node(yaml, item));
            }
        } else if (node instanceof ScalarNode scalar) {
            text(yaml.excerpt(scalar), false);
        }
    }

    private void mapping(YamlText yaml, MappingNode mapping) {
        List<Excerpt> words = RUN.stream()
                .flatMap(key -> words(yaml, YamlText.at(mapping, key)))
                .toList();
        if (!words.isEmpty()) {
            commands.words(words, true);
        }
        resolver(yaml, mapping, words);
        named(yaml, mapping);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = YamlText.text(tuple.getKeyNode());
            Node value = tuple.getValueNode();
            if (PROSE.contains(key)
                    || RUN.contains(key) && words(yaml, value).findAny().isPresent()) {
                continue;
            }
            if (value instanceof ScalarNode scalar) {
                setting(key, yaml.excerpt(scalar));
            } else {
                node(yaml, value);
            }
        }
    }

    /** A list's words as they are; a scalar split as a shell splits it. */
    private Stream<Excerpt> words(YamlText yaml, @Nullable Node node) {
        Stream<Excerpt> scalars = YamlText.scalars(node).stream().map(yaml::excerpt);
        return node instanceof ScalarNode ? scalars.flatMap(this::wordsOrScript) : scalars;
    }

    /** More than one command is a script, and checked as such. */
    private Stream<Excerpt> wordsOrScript(Excerpt text) {
        List<List<Excerpt>> found = ShellText.commands(text);
        if (found.size() > 1) {
            commands.script(text, true);
            return Stream.of();
        }
        return found.stream().flatMap(List::stream);
    }

    /** {@code {name: NAME, value: x}} of Kubernetes and Argo, {@code {path: /data/NAME, value: x}} of a JSON patch. */
    private void named(YamlText yaml, MappingNode mapping) {
        for (String key : List.of("name", "path")) {
            String name = YamlText.text(YamlText.at(mapping, key));
            if (!name.isEmpty() && YamlText.at(mapping, "value") instanceof ScalarNode value) {
                setting(
                        name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1),
                        yaml.excerpt(value));
            }
        }
    }

    private void setting(String name, Excerpt value) {
        if (name.equals(CONFIG) && RiskySetting.isNo(value.content())) {
            findings.switchedOn(value);
        } else if (name.matches("[A-Z][A-Z0-9_]*")) {
            commands.variable(name, value, value);
        } else {
            text(value, name.endsWith(".sh") || value.content().startsWith("#!"));
        }
    }

    private void text(Excerpt text, boolean script) {
        boolean mayBeYaml =
                !script && (text.content().contains(":") || text.content().startsWith("["));
        YamlText inner = mayBeYaml ? YamlText.of(text) : null;
        if (inner != null && inner.isStructured()) {
            read(inner);
        } else {
            commands.script(text, script);
        }
    }

    /** A container of LiteLLM that leaves the choice of the resolver to its version. */
    private void resolver(YamlText yaml, MappingNode container, List<Excerpt> words) {
        if (!(YamlText.at(container, "image") instanceof ScalarNode image)
                || !image.getValue().contains("litellm")) {
            return;
        }
        Set<String> settled =
                Set.of("--use_v2_migration_resolver", "--use_legacy_migration_resolver", "--use_prisma_db_push");
        boolean byOption = words.stream().anyMatch(word -> settled.contains(word.content()));
        boolean elsewhere = YamlText.at(container, "envFrom") != null;
        List<String> own = new ArrayList<>();
        variables(container, own, Collections.newSetFromMap(new IdentityHashMap<>()));
        afterwards.add(() -> {
            boolean byVariable = Stream.of("USE_V2_MIGRATION_RESOLVER", "DISABLE_SCHEMA_UPDATE")
                    .anyMatch(name -> findings.isSet(name) && (elsewhere || own.contains(name)));
            if (!byOption && !byVariable) {
                findings.add(
                        ManifestRules.DEFAULT_RESOLVER,
                        ManifestRules.DEFAULT_RESOLVER.level(),
                        yaml.excerpt(image),
                        ManifestRules.DEFAULT_RESOLVER.title());
            }
        });
    }

    /** The names of all that a container sets, in any form. */
    private static void variables(Node node, List<String> names, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        if (node instanceof ScalarNode scalar) {
            names.add(scalar.getValue().replaceFirst("(?s)=.*", ""));
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> variables(item, names, seen));
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                names.add(YamlText.text(tuple.getKeyNode()));
                variables(tuple.getValueNode(), names, seen);
            });
        }
    }
}
