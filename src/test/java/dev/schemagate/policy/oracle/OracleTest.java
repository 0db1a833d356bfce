package dev.schemagate.policy.oracle;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.policy.rule.Finding;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL itself is the measure: {@code -Doracle.statements=20000} asks it more often, {@code -Doracle.seed} asks the
 * same again.
 *
 * <p>Left out, since the object does its harm on every write of the application too: checks of domains, triggers and
 * overloads of built-in functions that have side effects.
 */
@Timeout(7_200)
class OracleTest {

    private static final int STATEMENTS = Integer.getInteger("oracle.statements", 200);
    private static final long SEED = Long.getLong("oracle.seed", 20261126L);

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("statement_timeout", "5s")
                .setPGStartupWait(java.time.Duration.ofMinutes(1))
                .start();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(OldCode.schema("public"));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void passes_nothing_that_takes_away_or_acts_twice() throws Exception {
        Map<Oracle.Verdict, Integer> counts = new EnumMap<>(Oracle.Verdict.class);
        Set<String> wrong = new LinkedHashSet<>();
        Set<String> fixes = new LinkedHashSet<>();
        Set<String> strict = new LinkedHashSet<>();
        SqlGenerator generator = new SqlGenerator(SEED);
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            Oracle oracle = new Oracle(connection);
            for (int i = 0; i < STATEMENTS; i++) {
                Oracle.Answer answer = oracle.ask(generator.next());
                counts.merge(answer.verdict(), 1, Integer::sum);
                answer.findings().stream()
                        .filter(finding -> !Oracle.passes(finding.fix().asSql()))
                        .forEach(finding -> fixes.add(finding.rule() + " " + answer.sql() + "\n    -> "
                                + finding.fix().asSql()));
                if (answer.verdict() == Oracle.Verdict.PASSED_WRONGLY) {
                    wrong.add(answer.sql() + "\n    " + answer.damage());
                } else if (answer.verdict() == Oracle.Verdict.REFUSED_WRONGLY) {
                    strict.add(refusal(answer) + " " + answer.sql().replace('\n', ' '));
                }
            }
            assertThat(oracle.isUntouched())
                    .as("every statement was taken back")
                    .isTrue();
        }
        int additive = counts.getOrDefault(Oracle.Verdict.PASSED_RIGHTLY, 0);
        int refused = counts.getOrDefault(Oracle.Verdict.REFUSED_WRONGLY, 0);
        System.out.printf(
                "oracle: seed %d, %d statements: %s; refused of the additive ones: %.1f %%%n",
                SEED, STATEMENTS, counts, 100.0 * refused / Math.max(1, additive + refused));
        if (Boolean.getBoolean("oracle.verbose")) {
            strict.stream().sorted().forEach(System.out::println);
        }
        assertThat(wrong).as("seed " + SEED).isEmpty();
        assertThat(fixes).as("corrected SQL that does not pass, seed " + SEED).isEmpty();
    }

    /** Statements that once were passed and should not have been, or the other way round. */
    @Test
    void remembers_every_counterexample() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            Oracle oracle = new Oracle(connection);
            for (String sql : SqlGenerator.resource("counterexamples.sql").split("(?m)^---+$")) {
                Oracle.Answer answer = oracle.ask(sql.strip());
                if (answer.verdict() == Oracle.Verdict.PASSED_WRONGLY) {
                    wrong.add(sql + " " + answer.damage());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String refusal(Oracle.Answer answer) {
        return answer.findings().stream()
                .filter(Finding::isError)
                .findFirst()
                .orElseThrow()
                .rule();
    }
}
