package dev.schemagate.watch;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.Session;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionTest {

    private static final ColumnTypes TYPES =
            (table, column) -> column.equals("agent_id") ? Optional.of("text") : Optional.empty();

    private static Optional<Suggestion> suggest(String message, String statement, DatabaseError.Origin origin) {
        DatabaseError error = new DatabaseError(Instant.EPOCH, "42703", message, statement, 0, Session.UNTOLD, origin);
        return Suggestion.of(error, TYPES, table -> table.equals("run") ? "nemo" : "public", "nemo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "column t.agent_id does not exist|SELECT t.agent_id FROM \"LiteLLM_VerificationToken\" t WHERE t.x = $1",
                "column \"agent_id\" does not exist|SELECT agent_id FROM public.\"LiteLLM_VerificationToken\"",
                "column \"agent_id\" of relation \"LiteLLM_VerificationToken\" does not exist|INSERT INTO \"LiteLLM_VerificationToken\" (agent_id) VALUES ('x')",
                "column \"agent_id\" of relation \"LiteLLM_VerificationToken\" does not exist|UPDATE \"LiteLLM_VerificationToken\" SET agent_id = 1",
                "column k.agent_id does not exist|SELECT * FROM users u JOIN \"LiteLLM_VerificationToken\" k ON k.agent_id = u.id",
                "column k.agent_id does not exist|WITH q AS (SELECT k.agent_id FROM \"LiteLLM_VerificationToken\" k) SELECT * FROM q",
                "column k.agent_id does not exist|SELECT 1 FROM users WHERE id IN (SELECT k.agent_id FROM \"LiteLLM_VerificationToken\" k)",
            })
    void names_the_table_through_aliases(String message, String statement) {
        assertThat(suggest(message, statement, DatabaseError.Origin.SERVER))
                .map(Suggestion::sql)
                .hasValue(
                        "ALTER TABLE \"public\".\"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS \"agent_id\" text;");
    }

    @Test
    void an_engine_names_the_table_itself() {
        assertThat(suggest(
                                "The column `LiteLLM_VerificationToken.agent_id` does not exist in the current database",
                                null,
                                DatabaseError.Origin.APP)
                        .map(Suggestion::sql))
                .hasValue(
                        "ALTER TABLE \"public\".\"LiteLLM_VerificationToken\" ADD COLUMN IF NOT EXISTS \"agent_id\" text;");
    }

    @Test
    void asks_where_it_does_not_know() {
        assertThat(suggest("column \"x\" does not exist", null, DatabaseError.Origin.SERVER))
                .map(Suggestion::sql)
                .hasValue("ALTER TABLE <table?> ADD COLUMN IF NOT EXISTS \"x\" <type?>;");
        assertThat(suggest("column r.x does not exist", "SELECT r.x FROM run r", DatabaseError.Origin.SERVER))
                .hasValueSatisfying(suggestion -> {
                    assertThat(suggestion.sql())
                            .isEqualTo("ALTER TABLE \"nemo\".\"run\" ADD COLUMN IF NOT EXISTS \"x\" <type?>;");
                    assertThat(suggestion.note()).contains("owned schema");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Spalte t.agent_id existiert nicht|SELECT T.Agent_ID FROM \"Token\" T|8|agent_id",
                "no existe la columna «teamId»|SELECT 'ü', t.\"teamId\" FROM \"Token\" t|13|teamId",
                "リレーション\"Token\"の列\"x\"は存在しません|UPDATE \"Token\" SET x = 1|20|x",
                "Spalte public.Token.x existiert nicht|SELECT public.\"Token\".x FROM public.\"Token\"|8|x",
            })
    void finds_the_column_at_the_cursor_where_it_cannot_read_the_message(
            String message, String statement, int cursor, String column) {
        DatabaseError error = new DatabaseError(
                Instant.EPOCH, "42703", message, statement, cursor, Session.UNTOLD, DatabaseError.Origin.SERVER);

        assertThat(Suggestion.of(error, TYPES, table -> "public", "nemo"))
                .map(Suggestion::missing)
                .map(missing -> missing.table() + " " + missing.name())
                .hasValue("Token " + column);
    }
}
