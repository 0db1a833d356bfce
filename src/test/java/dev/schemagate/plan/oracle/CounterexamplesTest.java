package dev.schemagate.plan.oracle;

import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.schemagate.desired.Outcome;
import dev.schemagate.plan.Compile;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.SourceText;
import dev.schemagate.sql.SqlParser;
import dev.schemagate.testing.EveryVersion;
import dev.schemagate.testing.PostgresServer;
import dev.schemagate.testing.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What {@link PlanOracleTest} once found to be wrong. */
@EveryVersion
class CounterexamplesTest {

    private static Connection connection;
    private static PlanningSession session;

    @BeforeAll
    static void createSchema() throws Exception {
        TestDatabase database = PostgresServer.shared().newDatabase();
        database.execute(Vocabulary.resource("schema.sql"));
        connection = database.connect();
        session = new PlanningSession(connection);
    }

    @AfterAll
    static void close() throws Exception {
        connection.close();
    }

    static Stream<String> examples() {
        return Stream.of(Vocabulary.resource("counterexamples.sql").split("(?m)^----$"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void is_answered_rightly_now(String example) throws Exception {
        List<String> lines = example.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("--"))
                .toList();
        String asked = lines.get(1);
        session.begin();
        try {
            assumeTrue(session.run(asked).isEmpty(), "this server knows what is asked");
            session.rollback();
            session.begin();
            assumeTrue(session.run(lines.get(0)).isEmpty(), "this server knows what is made");

            StatementPlan plan = session.plan(Compile.of(
                            SqlParser.parse(new SourceText("asked.sql", asked)), new NameResolution("public")))
                    .get(0);

            assertThat(plan.outcome()).as(plan.reason()).isEqualTo(Outcome.valueOf(lines.get(2)));
        } finally {
            session.rollback();
        }
    }
}
