package dev.schemagate.policy;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.schemagate.migrate.engines.Engines;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.policy.rule.ScriptKind;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;

import static org.assertj.core.api.Assertions.assertThat;

/** What counts as new: only what old code cannot have seen. */
class HistoryTest {

    private static final String NARROW = "ALTER TABLE users ALTER COLUMN name SET DATA TYPE varchar(3);";

    private static List<String> rules(ScriptKind kind, String... texts) {
        List<Script> scripts = IntStream.range(0, texts.length)
                .mapToObj(i -> new Script(kind, SqlParser.parse(new SourceText("V" + i + ".sql", texts[i]))))
                .toList();
        return Policy.judge(scripts, PolicyContext.of("nemo", "public", Engines.LEDGERS)).stream()
                .filter(Finding::isError)
                .map(finding -> finding.file() + " " + finding.rule())
                .toList();
    }

    @Test
    void a_table_of_an_earlier_file_is_old_when_the_next_one_retypes_it() {
        String create = "CREATE TABLE users (id int PRIMARY KEY, name text);";

        assertThat(rules(ScriptKind.PRISMA, create, NARROW)).containsExactly("V1.sql HF012");
        assertThat(rules(ScriptKind.MIGRATION, create, NARROW)).contains("V1.sql HF012");
    }

    @Test
    void a_table_that_may_have_been_there_is_not_new() {
        assertThat(rules(
                        ScriptKind.MIGRATION,
                        "CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, name text);\n" + NARROW))
                .contains("V0.sql HF012");
    }

    @Test
    void a_column_that_may_have_been_there_is_not_new() {
        assertThat(
                        rules(
                                ScriptKind.HOTFIX,
                                "ALTER TABLE users ADD COLUMN IF NOT EXISTS age int;\nALTER TABLE users ALTER COLUMN age SET NOT NULL;"))
                .isNotEmpty();
    }

    @Test
    void a_table_made_in_the_same_file_is_new() {
        assertThat(rules(ScriptKind.MIGRATION, "CREATE TABLE users (id int PRIMARY KEY, name text);\n" + NARROW))
                .isEmpty();
    }
}
