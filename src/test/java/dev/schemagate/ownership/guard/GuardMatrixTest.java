package dev.schemagate.ownership.guard;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.files.Resource;
import dev.schemagate.testing.EveryVersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a guarded database refuses and what it does not notice: each line of {@code matrix.txt} is one attempt, by a superuser. */
@EveryVersion
class GuardMatrixTest {

    private static final Pattern CONCURRENT_DROP = Pattern.compile("(?i)drop\\W.*index concurrently");

    private static GuardedDatabase guarded;
    private static String before;

    @BeforeAll
    static void install() {
        guarded = GuardedDatabase.create();
        before = guarded.catalog();
    }

    static Stream<String> section(String title) {
        List<String> rows = new ArrayList<>();
        boolean in = false;
        for (String line : Resource.text(GuardMatrixTest.class, "matrix.txt").split("\n")) {
            if (line.startsWith("# ")) {
                in = line.startsWith("# " + title);
            } else if (in && !line.isBlank()) {
                rows.add(line);
            }
        }
        return rows.stream();
    }

    static Stream<String> refused() {
        return section("refused");
    }

    static Stream<String> kept() {
        return section("kept");
    }

    static Stream<String> undisturbed() {
        return section("undisturbed");
    }

    @ParameterizedTest
    @MethodSource
    void refused(String row) {
        String[] cells = row.split(" \\| ");

        SQLException refusal = catchThrowableOfType(SQLException.class, () -> attempt(guarded.fill(cells[0])));

        assertThat(refusal.getMessage())
                .contains("schema gate: " + cells[1])
                .doesNotContain("already exists")
                .doesNotContain("does not exist");
        assertThat(refusal.getSQLState()).isEqualTo("42501");
        assertThat(guarded.catalog()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource
    void kept(String row) {
        assertThatCode(() -> attempt(row)).doesNotThrowAnyException();

        assertThat(guarded.catalog()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource
    void undisturbed(String row) {
        assertThatCode(() -> attempt(guarded.fill(row))).doesNotThrowAnyException();
    }

    /** What cannot be rolled back has a database of its own. */
    @Test
    void what_runs_in_no_transaction_is_undisturbed() {
        GuardedDatabase other = GuardedDatabase.create();
        section("alone").forEach(row -> assertThatCode(() -> other.database().execute(row))
                .as(row)
                .doesNotThrowAnyException());
    }

    @Test
    void no_function_may_ever_be_stable() {
        assertThat(guarded.database()
                        .value(
                                "SELECT string_agg(proname, ' ') FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                                        + " WHERE n.nspname LIKE 'schema\\_gate%' AND (proname = 'guard_the_guard' OR nspname = 'schema_gate_guard')"
                                        + " AND (provolatile <> 'v' OR NOT prosecdef OR proconfig IS NULL)"))
                .isNull();
    }

    /** In a transaction that is rolled back, but for what runs in none. */
    private static void attempt(String sql) throws SQLException {
        try (Connection session = guarded.database().connect();
                Statement statement = session.createStatement()) {
            session.setAutoCommit(CONCURRENT_DROP.matcher(sql).lookingAt());
            statement.execute(sql);
            if (!session.getAutoCommit()) {
                session.rollback();
            }
        }
    }
}
