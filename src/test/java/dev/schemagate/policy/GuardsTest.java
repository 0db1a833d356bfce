package dev.schemagate.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** A condition counts as a guard if it looks for exactly what the statement makes; the server is asked, too. */
class GuardsTest {

    private static final String TABLES = "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id int PRIMARY KEY, a int);"
            + " CREATE TABLE \"T\" (id int); CREATE TABLE u (id int PRIMARY KEY, z int);";

    @ParameterizedTest
    @MethodSource("guards")
    void takes_a_condition_that_names_the_object_for_a_guard(String block) {
        assertThat(errors(block)).isEmpty();
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute(TABLES);
        assertThatCode(() -> {
                    database.execute(block);
                    database.execute(block);
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("others")
    void takes_no_other_condition_for_one(String block) {
        assertThat(errors(block)).isNotEmpty();
    }

    private static Stream<String> errors(String block) {
        Script script = new Script(ScriptKind.HOTFIX, SqlParser.parse(new SourceText("hotfixes/1.sql", block)));
        return Policy.judge(script, PolicyContext.of("nemo", "public", Engines.LEDGERS)).stream()
                .filter(Finding::isError)
                .map(Finding::describe);
    }

    static Stream<String> guards() {
        return blocks("guards.sql");
    }

    static Stream<String> others() {
        return blocks("no-guards.sql");
    }

    private static Stream<String> blocks(String file) {
        try (InputStream in = GuardsTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
