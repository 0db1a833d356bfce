package dev.schemagate.lint.manifests;

import java.util.ArrayList;
import java.util.List;

/** A script as a POSIX shell splits it ("Shell Command Language", Token Recognition), near enough: commands, and their words. */
final class ShellText {

    private static final String SEPARATORS = ";&|\n()";

    private final Excerpt source;
    private final String text;
    private final List<List<Excerpt>> commands = new ArrayList<>();
    private List<Excerpt> words = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();
    private int at;

    private ShellText(Excerpt source) {
        this.source = source;
        this.text = source.content();
    }

    /** The commands of a script, each with at least one word. Comments and here-documents are no commands. */
    static List<List<Excerpt>> commands(Excerpt script) {
        ShellText shell = new ShellText(script);
        while (shell.at < shell.text.length()) {
            shell.step();
        }
        shell.close();
        return shell.commands;
    }

    private void step() {
        char c = text.charAt(at);
        if (c == '#') {
            at = lineEnd(at);
        } else if (SEPARATORS.indexOf(c) >= 0) {
            close();
            at++;
            if (c == '\n') {
                skipDocuments();
            }
        } else if (Character.isWhitespace(c) || text.startsWith("\\\n", at)) {
            at += c == '\\' ? 2 : 1;
        } else {
            word();
        }
    }

    private void word() {
        int start = at;
        StringBuilder value = new StringBuilder();
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote == 0 && (Character.isWhitespace(c) || SEPARATORS.indexOf(c) >= 0)) {
                break;
            }
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'' && at + 1 < text.length()) {
                at++;
                if (text.charAt(at) != '\n') {
                    value.append(text.charAt(at));
                }
            } else {
                value.append(c);
            }
        }
        if (value.indexOf("<<") == 0 && value.indexOf("<<<") < 0) {
            documents.add(value.substring(value.indexOf("<<-") == 0 ? 3 : 2));
        } else {
            words.add(source.inner(start, at, value.toString()));
        }
    }

    private void close() {
        if (!words.isEmpty()) {
            commands.add(words);
            words = new ArrayList<>();
        }
    }

    /** Here-documents begin behind the line that announces them. */
    private void skipDocuments() {
        for (String delimiter : documents) {
            boolean ended = false;
            while (!ended && at < text.length()) {
                int end = lineEnd(at);
                ended = text.substring(at, end).strip().equals(delimiter);
                at = Math.min(text.length(), end + 1);
            }
        }
        documents.clear();
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }
}
