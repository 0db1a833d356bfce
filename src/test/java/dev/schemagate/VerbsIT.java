package dev.schemagate;

import java.nio.file.Files;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.cli.Verb;
import dev.schemagate.testing.GateProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged program's verbs say, word for word, what they say inside a test's process: there all that they can say is tested
 * ({@code PlanCommandTest} and its neighbours), at a tenth of a process's price.
 */
class VerbsIT {

    @RegisterExtension
    final Scene scene = Scene.with("CREATE SCHEMA nemo; CREATE TABLE nemo.users (id int, legacy text);"
            + " CREATE TABLE \"Tax\" (id int PRIMARY KEY, rate int)");

    @BeforeEach
    void files() throws Exception {
        scene.hotfix("ALTER TABLE \"Tax\" ADD COLUMN IF NOT EXISTS code text;");
        scene.hotfix("0002.sql", "ALTER TABLE \"Tax\" DROP COLUMN rate;");
        scene.migration(
                "V2__drop.sql", "-- gate: contract nemo.users.legacy unused\nALTER TABLE users DROP COLUMN legacy;");
        Files.writeString(
                scene.files().resolve("schema.prisma"),
                "datasource db {\n  provider = \"postgresql\"\n}\nmodel Tax {\n  id Int @id\n  rate Int?\n  code String?\n}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1, plan",
        "1, plan --format json",
        "0, contract --format json",
        "1, drift --format json",
        "0, guard sql --privileges --app-role litellm",
        "0, guard install --dry-run",
        "1, guard status",
        "0, guard owners",
        "2, guard remove",
        "3, verify --revision none --for 1s"
    })
    void say_the_same(int exit, String words) {
        Map<String, String> environment = scene.environment(
                scene.database().url(),
                "GATE_MIGRATE_BASELINE_VERSION",
                "1",
                "GATE_PRISMA_SCHEMA",
                scene.files().resolve("schema.prisma").toString());
        String[] arguments = words.split(" ");
        String expected = Verb.exits(exit, environment, arguments);

        try (GateProcess process = GateProcess.start(environment, arguments)) {
            assertThat(process.exitCode()).as(process.output()).isEqualTo(exit);
            assertThat(process.output()).isEqualTo(expected);
        }
    }
}
