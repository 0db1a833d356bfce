package dev.schemagate.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Colours for a person at a terminal, line by line: what verbs print stays plain text, so that a pipe, a file and a test see the same.
 * {@code NO_COLOR} (no-color.org) and {@code TERM=dumb} switch them off.
 */
final class LineColours extends FilterWriter {

    private static final String RED = "31;1";
    private static final String YELLOW = "33;1";
    private static final String GREEN = "32";
    private static final String PLAIN = "\u001B[0m";

    /** The group is what gets the colour. */
    private record Rule(Pattern line, String colour) {
        static Rule of(String line, String colour) {
            return new Rule(Pattern.compile(line), colour);
        }
    }

    private static final List<Rule> RULES = List.of(
            Rule.of("^(error\\[\\w+]|error:|refused:|NOT READY|no,)", RED),
            Rule.of("^(warning\\[\\w+]|warning:)", YELLOW),
            Rule.of("^(READY|yes,)", GREEN),
            Rule.of("^ {2}(help:)", GREEN),
            Rule.of("^ +\\| +(\\^+)$", RED),
            Rule.of("^\\S+:\\d+: (conflict|broken)\\b", RED),
            Rule.of("^\\S+:\\d+: (missing)\\b", YELLOW),
            Rule.of("^\\S+:\\d+: (satisfied)\\b", GREEN));

    private final StringBuilder line = new StringBuilder();

    private LineColours(Writer out) {
        super(out);
    }

    /** @param descriptor 1 for standard output, 2 for standard error */
    static Writer at(int descriptor, Writer out) {
        return Terminal.isWatched(descriptor) && wanted(System.getenv()) ? new LineColours(out) : out;
    }

    static boolean wanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    static String coloured(String line) {
        for (Rule rule : RULES) {
            var found = rule.line().matcher(line);
            if (found.find()) {
                return line.substring(0, found.start(1)) + "\u001B[" + rule.colour() + "m" + found.group(1) + PLAIN
                        + line.substring(found.end(1));
            }
        }
        return line;
    }

    @Override
    public void write(int character) throws IOException {
        write(String.valueOf((char) character), 0, 1);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        line.append(text, from, from + length);
        int end;
        while ((end = line.indexOf("\n")) >= 0) {
            out.write(coloured(line.substring(0, end)));
            out.write('\n');
            line.delete(0, end + 1);
        }
    }

    /** What has no end yet is shown as it is: a progress that is written over. */
    @Override
    public void flush() throws IOException {
        out.write(line.toString());
        line.setLength(0);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
