package dev.schemagate.lint.manifests;

import java.util.Arrays;

/**
 * A text out of a file, decoded, with the way back: a file's own text, what a YAML scalar means, a word of a command line.
 *
 * @param at where each {@code char} of the content stands in the file, and its end
 */
record Excerpt(String content, int[] at) {

    /** How far the next character may be away in the source: beyond an indent, an escape or a line of quotes. */
    private static final int FARTHEST = 256;

    static Excerpt ofFile(String text) {
        int[] at = new int[text.length() + 1];
        Arrays.setAll(at, i -> i);
        return new Excerpt(text, at);
    }

    /** What a stretch of this text means, such as {@code a "b"} for {@code 'a "b"'}; both have the same characters in order. */
    Excerpt inner(int from, int to, String meaning) {
        int[] found = new int[meaning.length() + 1];
        int next = from;
        for (int i = 0; i < meaning.length(); i++) {
            int place = next;
            int limit = Math.min(to, next + FARTHEST);
            while (place < limit && content.charAt(place) != meaning.charAt(i)) {
                place++;
            }
            found[i] = at[place < limit ? place : Math.min(next, to)];
            next = place < limit ? place + 1 : next;
        }
        found[meaning.length()] = at[Math.min(next, to)];
        return new Excerpt(meaning, found);
    }

    Excerpt part(int from, int to) {
        return new Excerpt(content.substring(from, to), Arrays.copyOfRange(at, from, to + 1));
    }

    int start() {
        return at[0];
    }

    int end() {
        return at[at.length - 1];
    }
}
