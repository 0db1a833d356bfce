package dev.schemagate.prisma.schema;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A file line by line, each in words, without comments. The language is made of lines: nothing but a comment spans two. */
final class SchemaLines {

    private final String file;
    private final String[] lines;
    private int at;
    private boolean inComment;
    private @Nullable Place comment;

    SchemaLines(String file, String text) {
        this.file = file;
        this.lines = (text.startsWith("\ufeff") ? text.substring(1) : text).split("\r\n|\n", -1);
    }

    void end() {
        if (inComment && comment != null) {
            throw comment.refuse("the block comment has no end");
        }
    }

    boolean hasNext() {
        return at < lines.length;
    }

    /** The words of the next line; at least an END. */
    List<SchemaToken> next() {
        String line = lines[at++];
        List<SchemaToken> words = new ArrayList<>();
        int from = 0;
        while (true) {
            int start = from;
            from = blank(line, from);
            if (from < line.length() && line.substring(start, from).contains("/*") && !words.isEmpty()) {
                throw place(line, from, 1).refuse("a block comment can only stand at the end of a line");
            }
            if (from >= line.length()) {
                words.add(new SchemaToken(SchemaToken.Kind.END, "", place(line, line.length(), 1)));
                return words;
            }
            SchemaToken word = word(line, from);
            words.add(word);
            from += word.place().length();
        }
    }

    /** Where the next word begins. */
    private int blank(String line, int from) {
        int i = from;
        while (i < line.length()) {
            if (inComment) {
                int end = line.indexOf("*/", i);
                inComment = end < 0;
                i = inComment ? line.length() : end + 2;
            } else if (line.startsWith("//", i)) {
                return line.length();
            } else if (line.startsWith("/*", i)) {
                inComment = true;
                comment = place(line, i, 2);
                i += 2;
            } else if (Character.isSpaceChar(line.charAt(i)) || line.charAt(i) == '\t') {
                i++;
            } else {
                return i;
            }
        }
        return i;
    }

    private SchemaToken word(String line, int from) {
        char c = line.charAt(from);
        if (c == '"') {
            return SchemaLiteral.text(line, from, this::place);
        }
        int to = from;
        if (Character.isLetter(c)) {
            while (to < line.length() && inName(line.charAt(to))) {
                to++;
            }
            return token(SchemaToken.Kind.NAME, line, from, to);
        }
        if (isDigit(c) || c == '-' && from + 1 < line.length() && isDigit(line.charAt(from + 1))) {
            return token(SchemaToken.Kind.NUMBER, line, from, SchemaLiteral.numberEnd(line, from));
        }
        return token(SchemaToken.Kind.MARK, line, from, line.startsWith("@@", from) ? from + 2 : from + 1);
    }

    private static boolean inName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private SchemaToken token(SchemaToken.Kind kind, String line, int from, int to) {
        return new SchemaToken(kind, line.substring(from, to), place(line, from, to - from));
    }

    private Place place(String line, int from, int length) {
        return new Place(file, at, from + 1, length, line);
    }
}
