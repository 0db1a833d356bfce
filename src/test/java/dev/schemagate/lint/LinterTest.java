package dev.schemagate.lint;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Unchecked;

import static org.assertj.core.api.Assertions.assertThat;

class LinterTest {

    private static final String BAD = "ALTER TABLE \"Tax\" ADD COLUMN rate numeric;\n";

    @TempDir
    Path folder;

    @Test
    void shows_what_migrations_declare_to_remove() throws Exception {
        write("migrations/V1__a.sql", "-- gate: retire nemo.t.a the next release drops it\nSELECT 1;");
        write(
                "migrations/V2__b.sql",
                "-- gate: contract nemo.t.a unused\nALTER TABLE t DROP COLUMN a;\n-- gate: contract nemo.t.b typo");
        LintReport report = lint(read(null, folder.toString()));

        assertThat(output(Format.TEXT, report))
                .contains("V1__a.sql:1: retires nemo.t.a: the next release drops it")
                .contains("V2__b.sql:1: removes nemo.t.a: unused")
                .contains("warning[HF081]");
        JsonNode contracts =
                new ObjectMapper().readTree(output(Format.JSON, report)).path("contracts");
        assertThat(contracts.findValuesAsText("removed")).containsExactly("false", "true");
        assertThat(contracts.get(1).path("object").asText()).isEqualTo("nemo.t.a");
        assertThat(contracts.get(1).path("line").asInt()).isEqualTo(1);
    }

    @Test
    void tells_what_a_file_is_from_its_name_and_place() throws Exception {
        write("hotfixes/0001_a.sql", BAD);
        write("migrations/V10__b.sql", "SELECT 1;");
        write("migrations/V9__a.sql", "SELECT 1;");
        write("migrations/R__views.sql", "SELECT 1;");
        write("migrations/afterMigrate.sql", "SELECT 1;");
        write("prisma/20261101_with blanks/migration.sql", "SELECT 1;");
        write("prisma/migration_lock.toml", "");
        write("kubernetes/app.yaml", "kind: Deployment\n");
        write(".git/x.sql", "SELECT 1;");

        List<Input> inputs = read(null, folder.toString());

        assertThat(inputs)
                .extracting(i -> folder.relativize(Path.of(i.name())) + " " + i.kind())
                .containsExactlyInAnyOrder(
                        "hotfixes/0001_a.sql HOTFIX",
                        "kubernetes/app.yaml DEPLOYMENT",
                        "migrations/R__views.sql REPEATABLE",
                        "migrations/V9__a.sql MIGRATION",
                        "migrations/V10__b.sql MIGRATION",
                        "migrations/afterMigrate.sql REPEATABLE",
                        "prisma/20261101_with blanks/migration.sql PRISMA");
        assertThat(read(null, folder.toString()))
                .extracting(Input::name)
                .isEqualTo(inputs.stream().map(Input::name).toList());
    }

    @Test
    void reads_standard_input_and_obeys_as() throws Exception {
        assertThat(read(null, "-")).extracting(Input::kind).containsExactly(FileKind.HOTFIX);
        assertThat(read(FileKind.MIGRATION, "-")).extracting(Input::kind).containsExactly(FileKind.MIGRATION);
    }

    @Test
    void a_path_that_cannot_be_read_is_a_finding_beside_the_others() throws Exception {
        write("hotfixes/0001.sql", BAD);
        Inputs.Found found = found(null, "nowhere", folder.toString());

        assertThat(found.files()).hasSize(1);
        assertThat(found.unread()).extracting(Finding::describe).containsExactly("nowhere:1:1: CF004 does not exist");
        assertThat(found.unread()).allMatch(Unchecked::is);
    }

    @Test
    void says_which_folder_has_nothing_to_check() throws Exception {
        write("docs/readme.md", "");

        assertThat(found(null, folder.toString()).empty()).containsExactly(folder.toString());
    }

    @Test
    void follows_links_to_folders_once() throws Exception {
        write("real/0001.sql", BAD);
        Files.createSymbolicLink(folder.resolve("a-link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/loop"), folder);
        write("..data/mounted/0002.sql", BAD);
        Files.createSymbolicLink(folder.resolve("mounted"), folder.resolve("..data/mounted"));
        Files.createSymbolicLink(folder.resolve("only"), folder.resolve("real"));

        assertThat(read(null, folder.toString()))
                .extracting(input -> folder.relativize(Path.of(input.name())).toString())
                .containsExactly("mounted/0002.sql", "real/0001.sql");
        assertThat(read(null, folder.resolve("only").toString())).hasSize(2);
    }

    @Test
    void a_file_of_another_encoding_is_named() throws Exception {
        Path file = folder.resolve("0001.sql");
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            Files.write(file, BAD.getBytes(charset));
            assertThat(output(Format.TEXT, lint(read(null, file.toString()))))
                    .contains("UTF-16, not UTF-8")
                    .contains("save the file as UTF-8".substring(1))
                    .doesNotContain("that is marked");
        }
    }

    @Test
    void shows_the_part_of_a_long_line_that_it_means() throws Exception {
        String text =
                output(Format.TEXT, lint("hotfixes/0001.sql", "/*" + "x".repeat(5_000) + "*/ DROP TABLE u; \u001b[2J"));

        assertThat(text)
                .contains("xxx*/ DROP TABLE u;")
                .contains(" ^^^^^^^^^^^^\n")
                .doesNotContain("\u001b");
        assertThat(text.lines()).allMatch(line -> line.length() < 300);
    }

    @Test
    void underlines_and_helps() throws Exception {
        assertThat(output(Format.TEXT, lint("hotfixes/0007_tax.sql", BAD)))
                .contains("""
                        error[HF003] %s/hotfixes/0007_tax.sql:1:1: ADD COLUMN without IF NOT EXISTS is not idempotent
                          1 | ALTER TABLE "Tax" ADD COLUMN rate numeric;
                            | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                          help: ALTER TABLE public."Tax" ADD COLUMN IF NOT EXISTS rate numeric;
                        """.formatted(folder))
                .endsWith("1 hotfix: 1 error, 0 warnings\n");
    }

    @Test
    void writes_json_in_the_promised_shape() throws Exception {
        JsonNode json = new ObjectMapper().readTree(output(Format.JSON, lint("hotfixes/0007_tax.sql", BAD)));

        assertThat(json.get("files").asInt()).isOne();
        JsonNode finding = json.get("findings").get(0);
        assertThat(finding.fieldNames())
                .toIterable()
                .containsExactly("rule", "level", "file", "line", "column", "message", "fix");
        assertThat(finding.get("level").asText()).isEqualTo("error");
    }

    @Test
    void writes_sarif_that_the_official_schema_accepts() throws Exception {
        write("hotfixes/with blanks/0001.sql", "DROP TABLE x;\nselect;\n");
        String sarif = output(Format.SARIF, lint("hotfixes/0007_tax.sql", BAD));
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(getClass().getResourceAsStream("/schema/sarif-schema-2.1.0.json"));

        assertThat(schema.validate(new ObjectMapper().readTree(sarif))).isEmpty();
        assertThat(sarif).contains("\"ruleId\" : \"HF003\"", "with%20blanks");
    }

    @Test
    void writes_github_annotations() throws Exception {
        assertThat(output(Format.GITHUB, lint("hotfixes/0007_tax.sql", BAD)))
                .startsWith("::error file=" + folder + "/hotfixes/0007_tax.sql,line=1,col=1,title=HF003::ADD COLUMN")
                .contains("%0Ahelp: ALTER TABLE");
    }

    @Test
    void a_table_of_an_earlier_migration_may_be_in_use_already() throws Exception {
        write("migrations/V2__index.sql", "CREATE INDEX tax_rate ON tax (rate);");
        assertThat(lint("migrations/V1__tax.sql", "CREATE TABLE tax (rate numeric);")
                        .findings())
                .extracting(Finding::rule)
                .containsExactly("HF040");
    }

    @Test
    void refuses_a_function_that_could_not_be_created() throws Exception {
        assertThat(lint(
                                "migrations/V1__tax.sql",
                                "CREATE FUNCTION tax(p int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELEC 1); END $$;")
                        .findings())
                .extracting(Finding::rule)
                .containsExactly("HF070");
    }

    @Test
    void resolves_placeholders_and_reports_those_without_value() throws Exception {
        LintReport report = lint(
                "migrations/V1__tax.sql", "CREATE TABLE ${flyway:defaultSchema}.tax (id int);\nSELECT ${missing};");
        assertThat(report.findings())
                .extracting(Finding::message)
                .containsExactly("placeholder ${missing} has no value");
    }

    private LintReport lint(String file, String text) throws Exception {
        write(file, text);
        return lint(read(null, folder.toString()));
    }

    private static LintReport lint(List<Input> inputs) {
        return new Linter(
                        PolicyContext.of("nemo", "public", Engines.LEDGERS),
                        Placeholders.offline(Map.of(), "nemo", Optional.empty()))
                .lint(inputs);
    }

    private static List<Input> read(@Nullable FileKind as, String path) {
        return found(as, path).files();
    }

    private static Inputs.Found found(@Nullable FileKind as, String... paths) {
        return new Inputs(as, new ByteArrayInputStream("SELECT 1;".getBytes())).read(List.of(paths));
    }

    private static String output(Format format, LintReport report) {
        StringWriter out = new StringWriter();
        format.write(report, new PrintWriter(out));
        return out.toString();
    }

    private void write(String file, String text) throws Exception {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
