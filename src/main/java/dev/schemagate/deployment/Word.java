package dev.schemagate.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A word of a command line.
 *
 * @param node where it is written
 * @param ends whether a command ends before it: {@code ;}, {@code &&}, a new line
 */
record Word(ScalarNode node, String text, boolean ends) {

    private static final Pattern TOKEN = Pattern.compile(
            "(?:\\\\\\n|[ \\t\\r])++|(#[^\\n]*)|([;&|\\n()]+)|"
                    + "((?:\\\\.|\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*'|[^\\s;&|()'\"\\\\])++)|.",
            Pattern.DOTALL);

    /** The words of a scalar, read as a shell would, near enough. A quoted script inside is split again. */
    static List<Word> of(ScalarNode node, String text) {
        List<Word> words = new ArrayList<>();
        boolean ends = false;
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (token.group(2) != null) {
                ends = true;
            } else if (token.group(3) != null) {
                String word = token.group(3).replaceAll("[\"'\\\\]", "");
                if (word.matches("(?s).*\\s.*") && !word.equals(text)) {
                    words.addAll(of(node, word));
                } else {
                    words.add(new Word(node, word, ends));
                }
                ends = false;
            }
        }
        return words;
    }
}
