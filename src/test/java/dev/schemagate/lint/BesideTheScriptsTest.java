package dev.schemagate.lint;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What lies in a folder and is no script that can be read: it is told, and costs nothing of the others. */
class BesideTheScriptsTest {

    @TempDir
    Path files;

    @Test
    void settings_without_their_script_are_ignored_by_flyway() throws IOException {
        write("a/V1__a.sql", "CREATE TABLE a (id int);");
        write("a/V1__a.sql.conf", "executeInTransaction=false");
        write("a/V2__b.sql.conf", "executeInTransaction=false");

        assertThat(lint("a").findings()).singleElement().satisfies(finding -> {
            assertThat(finding.describe())
                    .endsWith("a/V2__b.sql.conf:1:1: MG015 Flyway ignores it: there is no V2__b.sql beside it");
            assertThat(finding.isError()).isFalse();
        });
    }

    @Test
    void what_cannot_be_read_is_a_finding_of_its_own() throws IOException {
        assumeTrue(Files.isRegularFile(Path.of("/proc/self/mem")), "a file whose beginning nobody can read");
        write("a/0001.sql", "DROP TABLE t;");
        Files.createSymbolicLink(files.resolve("a/0002.sql"), Path.of("/proc/self/mem"));
        Files.createSymbolicLink(files.resolve("a/0003.sql"), Path.of("gone"));
        Files.createSymbolicLink(files.resolve("a/0004.sql"), Path.of("0004.sql"));
        write("a/0005.sql", "DROP TABLE u;");

        assertThat(lint("a").findings())
                .extracting(finding ->
                        finding.rule() + " " + Path.of(finding.file()).getFileName())
                .containsExactlyInAnyOrder(
                        "HF010 0001.sql", "CF004 0002.sql", "CF004 0003.sql", "CF004 0004.sql", "HF010 0005.sql");
    }

    @Test
    void one_version_in_two_locations_of_a_start_is_found_where_the_start_is_known() throws IOException {
        write("a/V1__a.sql", "CREATE TABLE a (id int);");
        write("b/V1__b.sql", "CREATE TABLE b (id int);");
        write("c/V1__c.sql", "CREATE TABLE c (id int);");

        assertThat(lint("a", "b", "c").findings()).isEmpty();
        assertThat(lint(List.of(files.resolve("a"), files.resolve("b")), "a", "b", "c")
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.describe())
                        .contains("b/V1__b.sql:1:1: MG008 has version 1 as ", "a/V1__a.sql has"));
    }

    @Test
    void sarif_describes_what_is_no_rule_too() throws IOException {
        write("a/V1__a.sql", "CREATE TABLE a (id int);");
        write("a/V1__b.sql", "CREATE TABLE b (id int);");
        StringWriter out = new StringWriter();

        SarifReport.write(lint("a"), new PrintWriter(out, true));

        JsonNode run = new ObjectMapper().readTree(out.toString()).path("runs").path(0);
        JsonNode result = run.path("results").path(0);
        JsonNode rule = run.path("tool")
                .path("driver")
                .path("rules")
                .path(result.path("ruleIndex").asInt());
        assertThat(rule.path("id").asText())
                .isEqualTo("MG008")
                .isEqualTo(result.path("ruleId").asText());
        assertThat(rule.path("help").path("text").asText()).endsWith(".");
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(files.resolve(name).getParent());
        Files.writeString(files.resolve(name), text);
    }

    private LintReport lint(String... folders) {
        return lint(List.of(), folders);
    }

    private LintReport lint(List<Path> locations, String... folders) {
        Inputs.Found found = new Inputs(null, InputStream.nullInputStream())
                .read(List.of(folders).stream()
                        .map(folder -> files.resolve(folder).toString())
                        .toList());
        return new Linter(
                        PolicyContext.of("nemo", "public", Engines.LEDGERS),
                        Placeholders.offline(Map.of(), "nemo", Optional.empty()),
                        locations)
                .lint(found.files())
                .with(found.unread(), List.<Finding>of());
    }
}
