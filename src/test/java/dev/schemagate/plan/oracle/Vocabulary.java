package dev.schemagate.plan.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code words.txt} lists: sections of words, one a line, whose spellings are parted by {@code ~}. */
final class Vocabulary {

    private static final Map<String, List<Word>> SECTIONS = read();

    private Vocabulary() {}

    static List<Word> section(String name) {
        return SECTIONS.get(name);
    }

    static String resource(String name) {
        try (InputStream in = Vocabulary.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<Word>> read() {
        Map<String, List<Word>> sections = new LinkedHashMap<>();
        List<Word> current = new ArrayList<>();
        for (String line : resource("words.txt").lines().toList()) {
            if (line.startsWith("[")) {
                String[] name = line.substring(1, line.indexOf(']')).split(" ");
                current = new ArrayList<>();
                for (String section : name) {
                    sections.put(section, current);
                }
            } else if (!line.isBlank()) {
                current.add(word(line.strip()));
            }
        }
        return sections;
    }

    private static Word word(String line) {
        int at = line.startsWith("@") ? line.indexOf(' ') : 0;
        List<String> spellings = List.of(line.substring(at).strip().split(" ~ "));
        return new Word(line.substring(0, at).replace("@", ""), spellings);
    }
}
