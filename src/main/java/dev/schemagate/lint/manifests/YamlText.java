package dev.schemagate.lint.manifests;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A text as YAML, whose nodes know their places; nothing is constructed from it. */
final class YamlText {

    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);
    private static final Pattern TEMPLATE_LINES = Pattern.compile("(?m)^[ \\t]*(?:\\{\\{[^}]*+}}[ \\t]*+)++$");

    private final Excerpt source;
    private final List<Node> documents;
    /** Of code points, which is what marks count, in {@code char}s; empty where both are the same. */
    private final int[] offsets;

    private YamlText(Excerpt source, List<Node> documents) {
        this.source = source;
        this.documents = documents;
        int points = source.content().codePointCount(0, source.content().length());
        this.offsets = new int[points == source.content().length() ? 0 : points + 1];
        for (int point = 0, at = 0; point < offsets.length; point++) {
            offsets[point] = at;
            at += at < source.content().length()
                    ? Character.charCount(source.content().codePointAt(at))
                    : 0;
        }
    }

    /** Null where it is none. */
    static @Nullable YamlText of(Excerpt source) {
        return of(source, source.content());
    }

    /** A template of Helm without its expressions, each replaced by as many other characters; null where that is no YAML either. */
    static @Nullable YamlText ofTemplate(Excerpt source) {
        String blank = replaced(TEMPLATE_LINES, source.content(), " ");
        return blank.contains("{{") || !blank.equals(source.content())
                ? of(source, replaced(TEMPLATE, blank, "x"))
                : null;
    }

    private static String replaced(Pattern pattern, String text, String by) {
        return pattern.matcher(text).replaceAll(match -> match.group().replaceAll("[^\\n]", by));
    }

    private static @Nullable YamlText of(Excerpt source, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(32 << 20);
        options.setNestingDepthLimit(200);
        List<Node> documents = new ArrayList<>();
        try {
            new Yaml(options).composeAll(new StringReader(text)).forEach(documents::add);
        } catch (YAMLException e) {
            return null;
        }
        return new YamlText(source, documents);
    }

    List<Node> documents() {
        return documents;
    }

    /** Whether it says more than one text does. */
    boolean isStructured() {
        return documents.stream().anyMatch(node -> !(node instanceof ScalarNode));
    }

    /** What a scalar means, and where each character of it is written. */
    Excerpt excerpt(ScalarNode scalar) {
        int from = offset(scalar.getStartMark().getIndex());
        int to = offset(scalar.getEndMark().getIndex());
        boolean block = scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
        int header = block ? source.content().indexOf('\n', from) + 1 : from;
        return source.inner(header > from && header < to ? header : from, to, scalar.getValue());
    }

    private int offset(int point) {
        return offsets.length == 0
                ? Math.min(point, source.content().length())
                : offsets[Math.min(point, offsets.length - 1)];
    }

    static @Nullable Node at(Node mapping, String key) {
        for (NodeTuple tuple : entries(mapping)) {
            if (text(tuple.getKeyNode()).equals(key)) {
                return tuple.getValueNode();
            }
        }
        return null;
    }

    /** The text of a scalar; empty for anything else. */
    static String text(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    /** The scalars of a node that is one, or a list of nothing else; empty for anything else. */
    static List<ScalarNode> scalars(@Nullable Node node) {
        if (node instanceof ScalarNode scalar) {
            return List.of(scalar);
        }
        List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
        return items.stream().allMatch(ScalarNode.class::isInstance)
                ? items.stream().map(ScalarNode.class::cast).toList()
                : List.of();
    }
}
