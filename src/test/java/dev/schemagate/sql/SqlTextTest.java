package dev.schemagate.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SqlTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 'secret', 42, 1.5e-3, $1 FROM \"T 1\" t2 | SELECT ?, ?, ?, $1 FROM \"T 1\" t2",
                "SELECT E'it\\'s' , U&'x', B'101', $q$ secret $q$ | SELECT ? , ?, ?, ?",
                "SELECT 'o''clock' -- secret | SELECT ?",
                "SELECT /* secret */ 1 | SELECT  ?",
                "INSERT INTO t VALUES ('cut off in the mid | INSERT INTO t VALUES (?",
                "SELECT $x$ cut | SELECT ?",
                "SELEC FRM 'secret' ((( | SELEC FRM ? (((",
                "...cret', 'x', b = 'y | ?",
                "...FROM t WHERE a = 1 | ...FROM t WHERE a = ?",
            })
    void hides_every_literal(String sql, String shown) {
        assertThat(SqlText.withoutLiterals(sql).strip()).isEqualTo(shown);
    }

    @Test
    void a_message_shows_one_line_without_values_and_without_the_end() {
        assertThat(SqlText.shown(" SELECT 'secret',\n  a ; ", 80)).isEqualTo("SELECT ?, a");
        assertThat(SqlText.shown("SELECT abcdef", 10)).isEqualTo("SELECT abc…");
    }
}
