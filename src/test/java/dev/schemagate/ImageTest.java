package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.testing.Tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Dockerfiles as far as they can be tried without a registry: what they copy is there, and their root starts a program. */
class ImageTest {

    private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)((?:--\\S+ )*)(.+) \\S+$");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void what_is_copied_is_sent_to_the_builder(String name) throws IOException {
        List<String> sent = Files.readAllLines(Path.of(".dockerignore"));
        List<String> copied = COPY.matcher(Files.readString(Path.of(name)))
                .results()
                .flatMap(copy -> Pattern.compile(" ").splitAsStream(copy.group(2)))
                .toList();

        assertThat(copied).isNotEmpty().allSatisfy(source -> {
            assertThat(sent).contains("!" + source);
            assertThat(source.startsWith("target/") || Files.exists(Path.of(source)))
                    .as(source)
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void runs_as_nobody_from_images_with_a_version(String name) throws IOException {
        String file = Files.readString(Path.of(name));

        assertThat(file).contains("\nUSER 65532:65532\n", "\nHEALTHCHECK ", "\nENTRYPOINT [");
        assertThat(Pattern.compile("(?m)^ARG \\w+=(\\S+)$")
                        .matcher(file)
                        .results()
                        .map(image -> image.group(1)))
                .isNotEmpty()
                .allMatch(image -> image.contains(":") && !image.contains(":latest"));
        assertThat(file).doesNotContain("ADD ", "sudo", "curl ");
    }

    /** Debian's own glibc, as the image's stage takes it; a program of this system finds it there. */
    @Test
    void its_root_has_what_a_program_needs_and_no_shell() throws Exception {
        Tool chroot = Tool.named("chroot", "part of every Linux");
        assumeTrue(Files.exists(Path.of("/var/lib/dpkg/info")), "not a Debian: the stage takes Debian's packages");
        assumeTrue(System.getProperty("user.name").equals("root"), "not root: chroot is not allowed");
        Path root = folder.resolve("root");
        Matcher step =
                Pattern.compile("(?s)RUN (for library.*?)\n\n").matcher(Files.readString(Path.of("Dockerfile.native")));
        assertThat(step.find()).isTrue();

        Tool.Answer made = Tool.named("bash", "part of every Linux")
                .run(folder, "-ec", step.group(1).replace("/root-fs", root.toString()));
        assertThat(made.exit()).as(made.output()).isZero();
        assertThat(root.resolve("bin")).doesNotExist();
        Files.copy(Path.of("/bin/date"), root.resolve("date"));

        Tool.Answer answer = chroot.run(
                folder, root.toString(), "/date", "-d", "TZ=\"Europe/Berlin\" 2026-11-26 12:00", "+%H", "-u");
        assertThat(answer.output()).isEqualTo("11\n");
    }

    /** Each stage that is copied from is there. */
    @Test
    void stages_build_on_one_another() throws IOException {
        String file = Files.readString(Path.of("Dockerfile.native"));
        List<String> stages = groups(file, "(?m)^FROM .* AS (\\w+)$");

        assertThat(stages).containsAll(groups(file, "--from=(\\w+)"));
    }

    private static List<String> groups(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
