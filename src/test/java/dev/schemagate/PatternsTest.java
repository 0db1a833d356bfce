package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Java's regular expressions recurse once for each repetition of a group, unless the repetition is possessive. */
class PatternsTest {

    private static final Pattern RECURSIVE =
            Pattern.compile("^[^/*]*\".*(?<!\\\\)\\)(?:[*+](?!\\+)|\\{\\d+,}(?!\\+)).*\"");

    @Test
    void a_repeated_group_is_possessive() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(file -> file.toString().endsWith(".java")).flatMap(PatternsTest::recursive))
                    .isEmpty();
        }
    }

    @Test
    void a_recursive_repetition_is_seen() {
        assertThat(RECURSIVE.matcher("    Pattern.compile(\"'(?:[^']|'')*'\");").find())
                .isTrue();
        assertThat(RECURSIVE
                        .matcher("    Pattern.compile(\"'(?:[^']|'')*+'\");")
                        .find())
                .isFalse();
    }

    private static Stream<String> recursive(Path source) {
        try {
            List<String> lines = Files.readAllLines(source);
            return lines.stream().filter(line -> RECURSIVE.matcher(line).find()).map(line -> source + ": " + line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
