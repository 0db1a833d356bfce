package dev.schemagate.watch.verdict;

import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.schemagate.watch.record.DatabaseError;
import dev.schemagate.watch.record.Session;

import static org.assertj.core.api.Assertions.assertThat;

class RelevanceTest {

    private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");

    private static DatabaseError error(String state, String message, long second) {
        return new DatabaseError(
                T0.plusSeconds(second), state, message, null, 0, Session.UNTOLD, DatabaseError.Origin.SERVER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42703|column o.x does not exist|true",
                "42P01|relation \"FROM\" does not exist|true",
                "42P01|Relation »x« existiert nicht|true",
                "42P01|missing FROM-clause entry for table \"nope\"|false",
                "42P01|Relation »FROM« existiert nicht|true",
                "42P01|la relation « FROM » n'existe pas|true",
                "42P01|fehlender Eintrag in FROM-Klausel für Tabelle »nope«|false",
                "42P01|テーブル\"nope\"用のFROM句エントリがありません|false",
                "3F000|schema \"nope\" does not exist|true",
                "0A000|cannot alter type of a column used by a view|false",
            })
    void knows_what_a_missing_object_looks_like(String state, String message, boolean counts) {
        assertThat(Relevance.NONE.counts(error(state, message, 0), null)).isEqualTo(counts);
    }

    @Test
    void a_stale_plan_counts_only_when_it_comes_again_after_half_a_minute() {
        Relevance after = Relevance.NONE.with(T0);

        assertThat(Relevance.NONE.counts(stale(0), null)).isFalse();
        assertThat(after.counts(stale(29), null)).isFalse();
        assertThat(after.counts(stale(30), null)).isTrue();
        assertThat(after.counts(stale(40), T0.plusSeconds(20)))
                .as("another change in between")
                .isFalse();
        assertThat(after.counts(stale(301), null)).as("a new burst").isFalse();
    }

    @Test
    void a_stale_plan_is_known_in_german_too() {
        DatabaseError error = error("0A000", "gecachter Plan darf den Ergebnistyp nicht ändern", 30);

        assertThat(Relevance.NONE.with(T0).counts(error, null)).isTrue();
    }

    private static DatabaseError stale(long second) {
        return error("0A000", "cached plan must not change result type", second);
    }
}
