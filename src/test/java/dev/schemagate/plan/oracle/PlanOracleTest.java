package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.schemagate.desired.Outcome;
import dev.schemagate.testing.Dice;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL itself is the measure of the planner: {@code -Dplan.oracle.cases=20000} asks it more often, {@code
 * -Dplan.oracle.seed} other things, {@code -Dplan.oracle.verbose} shows what was judged strictly.
 */
@EveryVersion
@Timeout(7_200)
class PlanOracleTest {

    private static final int CASES = Integer.getInteger("plan.oracle.cases", 200);
    private static final long SEED = Long.getLong("plan.oracle.seed", 1);

    private static TestDatabase database;

    @BeforeAll
    static void createSchema() {
        database = PostgresServer.shared().newDatabase();
        database.execute(Vocabulary.resource("schema.sql"));
    }

    @Test
    void says_of_every_pair_what_the_catalog_says() throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> wrong = new LinkedHashMap<>();
        int answers = 0;
        int unknown = 0;
        CaseGenerator generator = new CaseGenerator(SEED);
        try (Connection connection = database.connect()) {
            PlanTrial trial = new PlanTrial(connection);
            for (int i = 0; i < CASES; i++) {
                Case asked = generator.next();
                PlanTrial.Trial trialled = trial.ask(asked);
                String outcomes = trialled.outcomes().isEmpty()
                        ? "refused by the server"
                        : trialled.outcomes().toString();
                counts.merge(asked.kind() + " " + outcomes, 1, Integer::sum);
                answers += trialled.outcomes().size();
                unknown += (int) trialled.outcomes().stream()
                        .filter(v -> v == Outcome.UNKNOWN)
                        .count();
                trialled.wrong().forEach(why -> wrong.put(why, asked.made() + "\n    " + asked.asked()));
                if (trialled.strict() && Boolean.getBoolean("plan.oracle.verbose")) {
                    System.out.println("strict: " + asked.made() + "\n    " + asked.asked());
                }
            }
        }
        System.out.printf(
                "plan oracle: seed %d, %d cases, %d answers, %d unknown: %s%n", SEED, CASES, answers, unknown, counts);
        assertThat(wrong).as("seed " + SEED).isEmpty();
        assertThat(unknown).as("answers that say nothing").isLessThan(answers / 50 + 2);
    }

    @Test
    void finds_nothing_to_do_once_a_script_has_run() throws Exception {
        Map<ScriptTrial.Replayed, Integer> counts = new EnumMap<>(ScriptTrial.Replayed.class);
        Set<String> endless = new LinkedHashSet<>();
        ScriptCases scripts = new ScriptCases(new Dice(SEED));
        try (Connection connection = database.connect()) {
            ScriptTrial trial = new ScriptTrial(connection);
            for (int i = 0; i < CASES / 2; i++) {
                String script = scripts.next();
                ScriptTrial.Replayed replayed = trial.replay(script);
                counts.merge(replayed, 1, Integer::sum);
                if (replayed == ScriptTrial.Replayed.ENDLESS) {
                    endless.add(script);
                }
            }
        }
        System.out.printf("plan oracle: seed %d, %d scripts: %s%n", SEED, CASES / 2, counts);
        assertThat(endless).as("seed " + SEED).isEmpty();
    }
}
