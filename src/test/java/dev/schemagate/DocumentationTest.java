package dev.schemagate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.schemagate.error.ErrorCode;
import dev.schemagate.testing.ConfigurationKeys;
import dev.schemagate.testing.Snapshot;

import static org.assertj.core.api.Assertions.assertThat;

/** Tables are made from the program, and every link leads somewhere. */
class DocumentationTest {

    /** To a file of the repository, whatever place in it. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    private static final Pattern WATCH_CODE =
            Pattern.compile("(?<!private static final )String [A-Z_]+ = \"([a-z]+(?:-[a-z]+)*)\";");

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS \\$\\{schema}\\.(\\w+)");

    @Test
    void the_configuration_table_is_the_mappings() {
        StringBuilder table = new StringBuilder("| key | default | |\n|---|---|---|\n");
        for (ConfigurationKeys.Key key : ConfigurationKeys.all()) {
            String byDefault = key.byDefault().isEmpty() ? "–" : "`" + key.byDefault() + "`";
            table.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(byDefault)
                    .append(" | ")
                    .append(key.sentence())
                    .append(" |\n");
        }
        Snapshot.part("docs/configuration.md", "configuration").matches(table.toString());
    }

    @Test
    void the_error_table_is_the_codes() {
        StringBuilder table = new StringBuilder("| code | what happened | what to do |\n|---|---|---|\n");
        for (ErrorCode code : ErrorCode.values()) {
            table.append("| ")
                    .append(code)
                    .append(" | ")
                    .append(code.title())
                    .append(" | ")
                    .append(code.remedy())
                    .append(" |\n");
        }
        Snapshot.part("docs/errors.md", "errors").matches(table.toString());
    }

    @Test
    void the_runbook_has_one_heading_for_every_code() throws IOException {
        String runbook = Files.readString(Path.of("docs/runbook.md"));
        assertThat(ErrorCode.values()).allSatisfy(code -> assertThat(runbook).containsOnlyOnce("\n### " + code + "\n"));
        assertThat(watchCodes())
                .contains("degraded", "db-errors", "misread", "no-attribution", "no-data")
                .allSatisfy(code -> assertThat(runbook).containsOnlyOnce("\n### " + code + "\n"));
    }

    /** Those of states, such as {@code NO_DATA = "no-data"}. */
    private static Set<String> watchCodes() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/schemagate/watch"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                WATCH_CODE.matcher(Files.readString(source)).results().forEach(found -> codes.add(found.group(1)));
            }
        }
        return codes;
    }

    @Test
    void every_table_of_ours_is_in_the_architecture() throws IOException {
        String kept = Files.readString(Path.of("ARCHITECTURE.md")).replaceFirst("(?s).*\n## What is kept in", "");
        Matcher table =
                TABLE.matcher(Files.readString(Path.of("src/main/resources/dev/schemagate/preflight/bookkeeping.sql")));
        assertThat(table.results()).hasSizeGreaterThan(10).allSatisfy(found -> assertThat(kept)
                .contains("`" + found.group(1) + "`"));
    }

    @Test
    void every_link_leads_somewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        try (Stream<Path> files = Files.find(Path.of(""), 4, (path, found) -> isPage(path))) {
            for (Path file : files.toList()) {
                Matcher link = LINK.matcher(Files.readString(file));
                while (link.find()) {
                    Path target = file.resolveSibling(link.group(1));
                    if (!Files.exists(target)) {
                        dead.add(file + " -> " + link.group(1));
                    }
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    private static boolean isPage(Path path) {
        String first = path.getName(0).toString();
        return path.toString().equals("llms.txt")
                || path.toString().endsWith(".md")
                        && (path.getNameCount() == 1 || first.equals("docs") || first.equals("kubernetes"));
    }
}
