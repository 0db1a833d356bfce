package dev.schemagate.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the ends of things in a statement's text, which the syntax tree does not tell: it only has beginnings.
 */
final class Slice {
    private final Fragment fragment;
    private final String text;
    private final List<Token> tokens;

    Slice(Fragment fragment) {
        this.fragment = fragment;
        this.text = fragment.text();
        this.tokens = fragment.tokens();
    }

    /** The index of the first token at or behind an offset; the number of tokens where there is none. */
    int tokenAt(int offset) {
        int low = 0;
        int high = tokens.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (tokens.get(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Where a list's element that begins at an offset ends: before the comma or bracket on its own level. */
    int elementEnd(int start) {
        int depth = 0;
        int end = start;
        for (int i = tokenAt(start); i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += nesting(token);
            if (depth < 0 || depth == 0 && (token.isSymbol(text, ',') || token.isSymbol(text, ';'))) {
                return end;
            }
            end = token.end();
        }
        return end;
    }

    /** The last token's end before an offset, or {@code start} where none lies between. */
    int endBefore(int start, int offset) {
        int i = tokenAt(offset) - 1;
        return i >= 0 && tokens.get(i).end() > start ? tokens.get(i).end() : start;
    }

    /** The elements from an offset on, each as start and end, up to the bracket that closes their level. */
    List<int[]> elements(int start) {
        List<int[]> found = new ArrayList<>();
        int i = tokenAt(start);
        while (i < tokens.size()) {
            int begin = tokens.get(i).start();
            int end = elementEnd(begin);
            if (end == begin) {
                return found;
            }
            found.add(new int[] {begin, end});
            i = tokenAt(end);
            if (i >= tokens.size() || !tokens.get(i).isSymbol(text, ',')) {
                return found;
            }
            i++;
        }
        return found;
    }

    /** The start of the first word of this spelling on the level of {@code from}, at or behind it; -1 where there is none. */
    int word(int from, String word) {
        int depth = 0;
        for (int i = tokenAt(from); i < tokens.size(); i++) {
            depth += nesting(tokens.get(i));
            if (depth < 0) {
                return -1;
            }
            if (depth == 0 && tokens.get(i).isWord(text, word)) {
                return tokens.get(i).start();
            }
        }
        return -1;
    }

    /** The start of the first symbol of this kind at or behind an offset, on any level; -1 where there is none. */
    int symbol(int from, char symbol) {
        for (int i = tokenAt(from); i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol(text, symbol)) {
                return tokens.get(i).start();
            }
        }
        return -1;
    }

    /** The end of the token that begins at or behind an offset. */
    int tokenEnd(int offset) {
        int i = tokenAt(offset);
        return i < tokens.size() ? tokens.get(i).end() : text.length();
    }

    /** The start of the token at or behind an offset. */
    int tokenStart(int offset) {
        int i = tokenAt(offset);
        return i < tokens.size() ? tokens.get(i).start() : text.length();
    }

    /** The start of what comes some tokens after an offset. */
    int afterTokens(int offset, int count) {
        int i = tokenAt(offset) + count;
        return i < tokens.size() ? tokens.get(i).start() : text.length();
    }

    /** The offset of the bracket that closes the one at an offset. */
    int closing(int open) {
        int depth = 0;
        for (int i = tokenAt(open); i < tokens.size(); i++) {
            depth += nesting(tokens.get(i));
            if (depth <= 0) {
                return tokens.get(i).start();
            }
        }
        return text.length();
    }

    /** Where a dotted name that begins at an offset ends. */
    int nameEnd(int start) {
        int i = tokenAt(start);
        while (i + 2 < tokens.size() && tokens.get(i + 1).isSymbol(text, '.')) {
            i += 2;
        }
        return i < tokens.size() ? tokens.get(i).end() : text.length();
    }

    boolean isSymbol(int offset, char symbol) {
        int i = tokenAt(offset);
        return i < tokens.size() && tokens.get(i).isSymbol(text, symbol);
    }

    /** Whether the token at or behind an offset is this word. */
    boolean startsWith(int offset, String word) {
        int i = tokenAt(offset);
        return i < tokens.size() && tokens.get(i).isWord(text, word);
    }

    String text(int start, int end) {
        return text.substring(start, end);
    }

    SourceRange range(int start, int end) {
        return fragment.range(start, end);
    }

    private int nesting(Token token) {
        if (token.type() != Token.Type.SYMBOL) {
            return 0;
        }
        return switch (text.charAt(token.start())) {
            case '(', '[' -> 1;
            case ')', ']' -> -1;
            default -> 0;
        };
    }
}
