package dev.schemagate.watch.record;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TextLogTest {

    private final LogFormat format = Read.formats("").text();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "42703|14:19:38 - LiteLLM Proxy:ERROR: utils.py:5783 - Exception: The column `LiteLLM_VerificationToken.budget_fallbacks` does not exist in the current database.",
                "42703|Message: DB read/write call failed: The column LiteLLM_DailyTeamSpend.mcp_namespaced_tool_name does not exist in the current database.[Non-Blocking]LiteLLM Prisma Client Exception - update spend logs: The column LiteLLM_DailyTeamSpend.mcp_namespaced_tool_name does not exist in the current database.",
                "42703|Message: DB read/write call failed: The column requester_ip_address does not exist in the current database.LiteLLM Prisma Client Exception",
                "42P01|LiteLLM Prisma Client Exception get_generic_data: The table public.LiteLLM_Config does not exist in the current database.",
                "42P01|Exception: Error getting agents from DB: The table `public.LiteLLM_AgentsTable` does not exist in the current database.",
                "42703|The column `(not available)` does not exist in the current database.",
                "42703|The column `(not available)` does not exist in the current database. code P2022 meta {\"originalMessage\":\"column LiteLLM_VerificationToken.agent_id does not exist\"}",
                "42703|Raw query failed. Code: `42703`. Message: `column g.verdict does not exist`",
                "42P01|Raw query failed. Code: `42P01`. Message: `relation \"nemo.nothing\" does not exist`",
                "42703|psycopg2.errors.UndefinedColumn: column g.verdict does not exist",
                "42703|psycopg2.errors.UndefinedColumn: column \"verdict\" of relation \"guardrail_run\" does not exist",
                "42P01|psycopg2.errors.UndefinedTable: relation \"nemo.nothing\" does not exist",
                "3F000|psycopg2.errors.InvalidSchemaName: schema \"nope\" does not exist",
                "42703|sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedColumn) column guardrail_run.verdict does not exist\\nLINE 1: ...",
                "42703|org.postgresql.util.PSQLException: ERROR: column \"verdict\" of relation \"t\" does not exist",
                "42703|{\"code\":\"42703\",\"details\":null,\"message\":\"column some_table.fake_col does not exist\"}",
                "42703|{\"level\":\"error\",\"msg\":\"column \\\"agent_id\\\" does not exist\"}",
                "42P01|{\"originalMessage\":\"relation \\\"public.LiteLLM_UISettings\\\" does not exist\"}",
                "0A000|ERROR: cached plan must not change result type",
                "42703|ERROR: record \"new\" has no field \"agent_id\"",
                // JSON in JSON, as .NET writes it, in colours, and behind something else in a trace that is one line
                "42703|{\"msg\":\"{\\\"error\\\": \\\"column \\\\\\\"agent_id\\\\\\\" does not exist\\\"}\"}",
                "42P01|{\"msg\":\"{\\\"error\\\": \\\"relation \\\\\\\"a.b\\\\\\\" does not exist\\\"}\"}",
                "42703|{\"msg\":\"42703: column \\u0022agent_id\\u0022 does not exist\"}",
                "42703|{\"msg\":\"The column \\u0060T.x\\u0060 does not exist in the current database.\"}",
                "42703|{\"msg\":\"column \\u001b[1mt.agent_id\\u001b[22m does not exist\"}",
                "42703|column \u001b[1mt.agent_id\u001b[22m does not exist",
            })
    void knows_what_drivers_print(String state, String line) {
        assertThat(Read.errors(format, line + "\n"))
                .singleElement()
                .extracting(DatabaseError::sqlState)
                .isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FATAL: role \"app\" does not exist",
                "FATAL: database \"app\" does not exist",
                "ERROR: function f(integer) does not exist",
                "ERROR: operator does not exist: text = integer",
                "psql: ERROR:  column d.daticulocale does not exist",
                "{\"code\":\"PGRST204\",\"message\":\"Could not find the 'x' column of 'profiles' in the schema cache\"}",
                "the file does not exist",
                "ERROR: constraint \"users_pk\" of relation \"users\" does not exist",
                "ERROR: trigger \"t\" for relation \"users\" does not exist",
                "Run `prisma db push` or `prisma migrate deploy` to fix schema mismatches.",
            })
    void leaves_everything_else_alone(String line) {
        assertThat(Read.errors(format, line + "\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4_000, 5_000, 100_000})
    void finds_it_behind_something_else_in_a_trace_that_is_one_line(int between) {
        String trace = "the file does not exist" + "\\n  at x".repeat(between / 7) + " column t.x does not exist\n";

        assertThat(Read.errors(format, trace)).hasSize(1);
    }

    @Test
    void keeps_the_sentence_only_and_the_time() {
        String line = "2026-11-22T14:16:09.038Z ERROR column t.x does not exist [parameters: {'token': 'sk-secret'}]\n";

        assertThat(Read.errors(format, line)).singleElement().satisfies(error -> {
            assertThat(error.message()).isEqualTo("column t.x does not exist");
            assertThat(error.time()).isEqualTo(Instant.parse("2026-11-22T14:16:09.038Z"));
            assertThat(error.statement()).isNull();
        });
    }

    @Test
    void a_line_without_time_happened_when_it_was_read() {
        assertThat(Read.records(format, "hello\n")).containsExactly(new LogRecord.Reached(Read.CLOCK.instant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "14:19:38 - LiteLLM Proxy:ERROR: utils.py:5783 - since 2019-01-01 00:00:00: ",
                "2099-01-01 00:00:00 ERROR ",
                // In America/New_York, where nobody says so.
                "2026-11-22 09:59:59,038 ERROR ",
            })
    void neither_a_time_that_a_line_speaks_of_nor_one_to_come_or_of_another_zone_is_its_own(String line) {
        assertThat(Read.errors(format, line + "column t.x does not exist\n"))
                .singleElement()
                .extracting(DatabaseError::time)
                .isEqualTo(Read.CLOCK.instant());
        assertThat(Read.records(format, line + "\n")).containsExactly(new LogRecord.Reached(Read.CLOCK.instant()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22 14:56:09.038 ",
                "[2026-11-22T15:56:09,038+0100] ",
                "ERROR 2026-11-22 14:56:09.038: ",
                "{\"level\":\"error\",\"timestamp\":\"2026-11-22T14:56:09.038Z\",\"msg\":\"",
            })
    void a_line_has_its_time_at_its_beginning(String line) {
        assertThat(Read.errors(format, line + "column t.x does not exist\n"))
                .singleElement()
                .extracting(DatabaseError::time)
                .isEqualTo(Instant.parse("2026-11-22T14:56:09.038Z"));
    }
}
