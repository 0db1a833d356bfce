package dev.schemagate.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.Scene;
import dev.schemagate.error.GateException;
import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.migrate.flyway.Placeholders;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** lint says of a folder of migrations what a start on a fresh database would say, with the same code. */
class MigrationFoldersTest {

    private static final String A = "CREATE TABLE a (id int PRIMARY KEY, note text);";
    private static final String B = "CREATE TABLE b (id int PRIMARY KEY);";
    private static final String ALONE = "CREATE INDEX CONCURRENTLY a_note ON a (note);";

    @TempDir
    Path files;

    /** A folder's files as name, text, name, text …, and the code of its refusal; none where it is fine. */
    static Stream<Arguments> folders() {
        return Stream.of(
                folder(null, "V1__a.sql", A, "V2__b.sql", B),
                folder(null, "V1__a.SQL", A, "v.txt", "", "notes.md", "", "V2.sql", B),
                folder(null, "2025/V1__a.sql", A, "2026/V2__b.sql", B, "B1__a.sql", A),
                folder(null, "V1__a.sql", A, "V2__i.sql", ALONE, "V2__i.sql.conf", "executeInTransaction=false"),
                folder(null, "V1__a.sql", A, "V2__i.sql", ALONE + B, "V2__i.sql.conf", "executeInTransaction=false"),
                folder(null, "V1__a.sql", A, "R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;"),
                folder(null, "V1__a.sql", A, "afterMigrate__x.sql", "COMMENT ON TABLE a IS '${flyway:user}';"),
                folder(null, "V1__${x}.sql", A, "V1__${x}.sql.conf", "placeholderReplacement=false"),
                folder("MG005", "V1_a.sql", A),
                folder("MG005", "V1__a.sql", A, "0002.sql", B),
                folder("MG005", "V1__a.sql", A, "below/v2__b.sql", B),
                folder("MG005", "V1__a.sql", A, "aftermigrate.sql", "SELECT 1;"),
                folder("MG005", "V1__a.sql", A, "V__b.sql", B),
                folder("MG008", "V1__a.sql", A, "V1__b.sql", B),
                folder("MG008", "V1__a.sql", A, "below/V01.0__b.sql", B),
                folder("MG008", "V1__a.sql", A, "R__c.sql", "SELECT 1;", "below/R__c.sql", "SELECT 2;"),
                folder("MG008", "V1__a.sql", A, "afterMigrate.sql", "SELECT 1;", "x/afterMigrate.sql", "SELECT 2;"),
                folder("MG009", "V1__a.sql", A, "U1__a.sql", "DROP TABLE a;"),
                folder("MG009", "V1__a.sql", A, "V2__b.sh", "exit 1"),
                folder("MG009", "V1__a.sql", A, "beforeInfo", "exit 1"),
                folder("MG010", "V1__a.sql", A, "V2__i.sql", B + ALONE),
                folder("MG010", "V1__a.sql", A, "V2__i.sql", ALONE, "V2__i.sql.conf", "executeInTransaction=true"),
                folder("MG010", "V1__a.sql", A, "V2__i.sql", "SET lock_timeout = '5s'; " + ALONE),
                folder(
                        "MG014",
                        "V1__a.sql",
                        A,
                        "V2__b.sql",
                        "\uFEFF" + "-- caf\u00e9\n" + B,
                        "V2__b.sql.conf",
                        "encoding=US-ASCII"),
                folder("MG015", "V1__a.sql", A, "V1__a.sql.conf", "encoding=latin-9000"),
                folder("MG015", "V1__a.sql", A, "V1__a.sql.conf", "executeInTransaction=yes"),
                folder("MG016", "V1__a.sql", A, "V2__b.sql", "CREATE TABLE ${b} (id int);"),
                folder("MG016", "V1__a.sql", A, "R__b.sql", "SELECT '${b';"),
                folder("MG006", "V1__a.sql", A, "afterMigrate.sql", "DROP TABLE public.t;"),
                folder("MG006", "V1__a.sql", A, "afterClean.sql", "DROP TABLE public.t;"),
                folder("MG006", "V1__a.sql", A, "B2__b.sql", "DROP TABLE public.t;"),
                folder("MG006", "V1__a.sql", A, "V2__b.sql", "DROP TABLE ${flyway:table}.t; DROP TABLE public.t;"));
    }

    private static Arguments folder(@Nullable String code, String... files) {
        return arguments(code, List.of(files));
    }

    @ParameterizedTest
    @MethodSource("folders")
    void lint_and_the_start_agree(@Nullable String code, List<String> texts) throws Exception {
        Path folder = files.resolve("migrations");
        for (int i = 0; i < texts.size(); i += 2) {
            Path file = folder.resolve(texts.get(i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, texts.get(i + 1));
        }
        Scene scene = Scene.in(files, "CREATE TABLE public.t (id int PRIMARY KEY)");

        List<String> found = lint(folder);
        GateException refused =
                catchThrowableOfType(GateException.class, () -> scene.gate().runOnce());

        if (code == null) {
            assertThat(found).isEmpty();
            assertThat(refused).isNull();
        } else {
            assertThat(refused.code().name()).as(refused.describe()).isEqualTo(code);
            assertThat(found).anyMatch(rule -> code.equals("MG006") ? rule.startsWith("HF") : rule.equals(code));
            assertThat(scene.database().value("SELECT to_regclass('nemo.a')")).isNull();
        }
    }

    private static List<String> lint(Path folder) throws Exception {
        PolicyContext fresh =
                PolicyContext.of("nemo", "public", Engines.LEDGERS).withOwnedHistory(false);
        Linter linter = new Linter(fresh, Placeholders.offline(Map.of(), "nemo", Optional.empty()));
        return linter
                .lint(new Inputs(null, System.in)
                        .read(List.of(folder.toString()))
                        .files())
                .findings()
                .stream()
                .filter(Finding::isError)
                .map(Finding::rule)
                .toList();
    }
}
