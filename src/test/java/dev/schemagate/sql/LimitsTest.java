package dev.schemagate.sql;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.schemagate.sql.SqlError.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class LimitsTest {

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "(SELECT ", "1 + ("})
    void deep_nesting_is_refused_cleanly(String opening) {
        ParsedScript script = Sql.parse("SELECT " + opening.repeat(100_000) + "1;\nSELECT 2");

        assertThat(script.errors()).extracting(SqlError::kind).contains(Kind.TOO_DEEP);
        assertThat(Sql.parse("SELECT 1").errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", " UNION SELECT 1"})
    void long_chains_are_refused_cleanly(String link) {
        ParsedScript script = Sql.parse("SELECT 1" + link.repeat(50_000) + ";\nSELECT 2");

        assertThat(script.errors()).extracting(SqlError::kind).containsExactly(Kind.TOO_DEEP);
        assertThat(script.statements()).hasSize(1);
    }

    @Test
    void a_moderate_chain_is_read() {
        assertThat(Sql.parse("SELECT 1" + " + 1".repeat(1_000)).errors()).isEmpty();
    }

    @Test
    void a_long_list_is_read() {
        String list = IntStream.range(0, 200_000).mapToObj(String::valueOf).collect(Collectors.joining(","));

        assertThat(Sql.changes("SELECT 1 FROM t WHERE a IN (" + list + ")")).hasSize(1);
    }

    @Test
    void a_long_literal_is_read() {
        assertThat(Sql.parse("SELECT '" + "x".repeat(20 << 20) + "'").errors()).isEmpty();
    }

    @Test
    void a_text_beyond_the_limit_is_refused() {
        SqlLimits limits = new SqlLimits(100, 10, 1_024, 1_024);

        assertThat(SqlParser.parse(new SourceText("x", " ".repeat(101)), limits).errors())
                .extracting(SqlError::kind)
                .containsExactly(Kind.TOO_LARGE);
        assertThat(SqlParser.parse(new SourceText("x", "SELECT 1" + " + 1".repeat(20)), limits)
                        .errors())
                .extracting(SqlError::kind)
                .containsExactly(Kind.TOO_DEEP);
    }

    @Test
    void memory_beyond_the_limit_is_refused() {
        SqlLimits limits = new SqlLimits(32 << 20, 2_000, 700, 700);

        assertThat(SqlParser.parse(new SourceText("x", "SELECT '" + "x".repeat(20 << 20) + "'"), limits)
                        .errors())
                .extracting(SqlError::kind)
                .containsExactly(Kind.TOO_LARGE);
    }
}
