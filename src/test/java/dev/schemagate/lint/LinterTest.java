package dev.schemagate.lint;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LinterTest {

    private static final String BAD = "ALTER TABLE \"Tax\" ADD COLUMN rate numeric;\n";

    @TempDir
    Path folder;

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
                        "migrations/afterMigrate.sql MIGRATION",
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
    void says_when_a_path_cannot_be_read() {
        assertThatThrownBy(() -> read(null, "nowhere"))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("nowhere: does not exist");
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
        Report report = lint(
                "migrations/V1__tax.sql", "CREATE TABLE ${flyway:defaultSchema}.tax (id int);\nSELECT ${missing};");
        assertThat(report.findings())
                .extracting(Finding::message)
                .containsExactly("placeholder ${missing} has no value");
    }

    private Report lint(String file, String text) throws Exception {
        write(file, text);
        return new Linter(PolicyContext.of("nemo", "public"), Map.of()).lint(read(null, folder.toString()));
    }

    private static List<Input> read(@Nullable FileKind as, String path) throws UnreadableException {
        return new Inputs(as, new ByteArrayInputStream("SELECT 1;".getBytes())).read(List.of(path));
    }

    private static String output(Format format, Report report) {
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
