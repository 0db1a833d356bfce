package dev.schemagate.policy;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A name can be taken in more ways than by the same statement. */
class PendingNamesTest {

    private static final String COLUMN = "ALTER TABLE \"Team\" ADD COLUMN IF NOT EXISTS agent text;";
    private static final String INDEX = "CREATE INDEX CONCURRENTLY IF NOT EXISTS team_key ON \"Team\" (alias);";
    private static final String LABEL = "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'calm';";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALTER TABLE \"Team\" RENAME COLUMN bot TO agent | column",
                "ALTER TABLE other RENAME TO \"Team\" | column",
                "ALTER TABLE other RENAME TO \"Team\" | index",
                "ALTER TABLE \"Team\" ADD CONSTRAINT team_key UNIQUE (alias) | index",
                "ALTER TABLE \"Team\" ADD CONSTRAINT team_key PRIMARY KEY (alias) | index",
                "ALTER TABLE \"Team\" RENAME CONSTRAINT old TO team_key | index",
                "ALTER INDEX old RENAME TO team_key | index",
                "ALTER TABLE other RENAME TO team_key | index",
                "CREATE TABLE team_key (id int) | index",
                "CREATE TABLE n (id int CONSTRAINT team_key UNIQUE) | index",
                "CREATE TABLE team (key text, UNIQUE (key), CONSTRAINT team_key PRIMARY KEY (key)) | index",
                "CREATE TABLE n (key text, CONSTRAINT team_key UNIQUE (key)) | index",
                "ALTER TYPE mood RENAME VALUE 'quiet' TO 'calm' | value",
            })
    void finds_names_that_a_pending_migration_will_give(String pending, String what) {
        assertThat(collisions(pending, what)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ALTER TABLE \"Team\" RENAME COLUMN agent TO bot | column",
                "ALTER TABLE \"Other\" RENAME COLUMN bot TO agent | column",
                "ALTER TABLE \"Team\" RENAME TO \"Teams\" | column",
                "ALTER TABLE \"Team\" ADD CONSTRAINT team_key CHECK (true) | index",
                "ALTER INDEX team_key RENAME TO old | index",
                "ALTER INDEX other.old RENAME TO team_key | index",
            })
    void leaves_other_names_alone(String pending, String what) {
        assertThat(collisions(pending, what)).isEmpty();
    }

    private static List<Finding> collisions(String pending, String what) {
        String hotfix = what.equals("column") ? COLUMN : what.equals("index") ? INDEX : LABEL;
        PolicyContext context = PolicyContext.of("nemo", "public", Engines.LEDGERS)
                .withPending(List.of(Example.parse("1_pending/migration.sql", pending)));
        return Policy.judge(new Script(ScriptKind.HOTFIX, Example.parse("0001.sql", hotfix)), context).stream()
                .filter(finding -> finding.rule().equals("HF060"))
                .toList();
    }
}
