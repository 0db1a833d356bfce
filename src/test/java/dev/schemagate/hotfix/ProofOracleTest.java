package dev.schemagate.hotfix;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.schemagate.Scene;
import dev.schemagate.TestGate;
import dev.schemagate.db.Transaction;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.Planner;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.policy.oracle.SqlGenerator;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.RestartableServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Behind a hotfix runs a statement of chance, in the same transaction. Whatever it does to the catalogs, by a comparison of
 * all of them that knows nothing of the proof's, the proof has to see; where it does nothing the proof has to pass.
 *
 * <p>{@code -Dproof.oracle.cases=5000} tries more, {@code -Dproof.oracle.seed} others.
 */
@Timeout(7_200)
@EveryVersion
class ProofOracleTest {

    private static final int CASES = Integer.getInteger("proof.oracle.cases", 30);
    private static final long SEED = Long.getLong("proof.oracle.seed", 1);

    private static final List<String> HOTFIXES = List.of(
            "ALTER TABLE orders ADD COLUMN IF NOT EXISTS fresh text DEFAULT 'x'",
            "ALTER TABLE orders ADD COLUMN IF NOT EXISTS fresh double precision DEFAULT random(), ADD COLUMN IF NOT EXISTS more mood",
            "ALTER TABLE logs ADD COLUMN IF NOT EXISTS fresh text NOT NULL DEFAULT ''",
            "ALTER TABLE base ADD COLUMN IF NOT EXISTS fresh int",
            "ALTER TABLE orders ADD CONSTRAINT fresh FOREIGN KEY (user_id) REFERENCES \"User\" (id) ON DELETE CASCADE NOT VALID",
            "ALTER TABLE orders ADD CONSTRAINT fresh CHECK (total > 0) NOT VALID",
            "CREATE INDEX IF NOT EXISTS fresh_idx ON orders (total) WHERE note IS NOT NULL",
            "CREATE INDEX IF NOT EXISTS fresh_idx ON logs (line)",
            "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fresh' BEFORE 'ok'",
            "COMMENT ON COLUMN orders.note IS 'fresh'",
            "ALTER TABLE orders ALTER COLUMN total DROP NOT NULL, ALTER COLUMN total SET DEFAULT 7");

    /** Of its own: what other tests do to the roles and databases of a shared one would count as changes. */
    private static RestartableServer server;

    @TempDir
    Path files;

    private TestGate gate;
    private Connection session;

    private enum Outcome {
        FAILED,
        SEEN,
        PASSED_RIGHTLY,
        PASSED_WRONGLY,
        REFUSED_WRONGLY
    }

    @BeforeAll
    static void startServer() {
        server = new RestartableServer();
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void sees_whatever_else_happened() throws Exception {
        Scene scene = Scene.in(files, server.newDatabase(), SqlGenerator.schema());
        gate = TestGate.withoutPolicy(scene.database().url(), files);
        session = gate.database.open();
        SplittableRandom random = new SplittableRandom(SEED);
        SqlGenerator generator = new SqlGenerator(SEED);
        WholeCatalog before = Transaction.rollback(session, () -> WholeCatalog.take(session));
        TreeMap<Outcome, Integer> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        Set<String> strict = new LinkedHashSet<>();
        Map<String, Set<String>> expected = new HashMap<>();
        for (String hotfix : HOTFIXES) {
            assertThat(surprises(hotfix, "")).as(hotfix).isEmpty();
            expected.put(hotfix, changes(before, hotfix));
        }
        for (int i = 0; i < CASES; i++) {
            String hotfix = HOTFIXES.get(random.nextInt(HOTFIXES.size()));
            String more = generator.next();
            if (asked(more).stream().anyMatch(s -> s.control() || s.alone())) {
                continue;
            }
            Outcome outcome;
            try {
                Set<String> unexpected = new TreeSet<>(changes(before, hotfix + ";\n" + more));
                unexpected.removeAll(expected.get(hotfix));
                List<String> surprises = surprises(hotfix, ";\n" + more);
                outcome = unexpected.isEmpty()
                        ? surprises.isEmpty() ? Outcome.PASSED_RIGHTLY : Outcome.REFUSED_WRONGLY
                        : surprises.isEmpty() ? Outcome.PASSED_WRONGLY : Outcome.SEEN;
                if (outcome == Outcome.PASSED_WRONGLY) {
                    wrong.add(hotfix + " ... " + more + "\n    " + unexpected);
                } else if (outcome == Outcome.REFUSED_WRONGLY) {
                    strict.add(more.replace('\n', ' ') + "  => " + surprises);
                }
            } catch (SQLException refused) {
                outcome = Outcome.FAILED;
            }
            counts.merge(outcome, 1, Integer::sum);
            run("DO $$ DECLARE n text; BEGIN FOR n IN SELECT name FROM pg_prepared_statements WHERE from_sql"
                    + " LOOP EXECUTE 'DEALLOCATE ' || quote_ident(n); END LOOP; END $$");
        }
        System.out.printf("proof oracle: seed %d, %d cases: %s%n", SEED, CASES, counts);
        if (Boolean.getBoolean("proof.oracle.verbose")) {
            strict.forEach(System.out::println);
        }
        assertThat(wrong).as("seed " + SEED).isEmpty();
    }

    /** What the statements change, by a whole comparison. */
    private Set<String> changes(WholeCatalog before, String sql) throws SQLException {
        return Transaction.rollback(session, () -> {
            run("SET LOCAL search_path TO public");
            run(sql);
            return before.changes(WholeCatalog.take(session));
        });
    }

    /** What the proof says of a hotfix behind which something else runs. */
    private List<String> surprises(String hotfix, String more) throws SQLException {
        return Transaction.rollback(session, () -> {
            run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            StatementPlan plan = Planner.plan(session, PlanTransaction.acting(gate.config), asked(hotfix))
                    .get(0);
            Proof proof = Proof.begin(session, gate.config, plan);
            run("SET LOCAL search_path TO public");
            run(hotfix + more);
            try {
                return proof.surprises();
            } catch (Proof.NothingHappened undone) {
                return List.of("nothing happened");
            }
        });
    }

    private static List<CompiledStatement> asked(String sql) {
        return Compile.of(SqlParser.parse(new SourceText("hotfix.sql", sql)), new NameResolution("public"));
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }
}
