package dev.schemagate.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.schemagate.db.Database;
import dev.schemagate.db.RoundTrip;

/**
 * Finds what of many statements is in the catalog already, with one query, and one more where expressions have to be
 * compared by their meaning. Changes nothing; waits at most for those that hold ACCESS EXCLUSIVE.
 *
 * <p>The session is in a transaction, and has nothing but the catalogs on its search path before and after.
 */
public final class Planner {

    private Planner() {}

    /**
     * Asks for a column that every database has. It tells nothing: who has to be quick with a statement that has just run
     * plans it beside, to have all code loaded.
     */
    public static AskedStatement rehearsal() {
        Wish there =
                new Wish.Column("pg_catalog", "pg_class", "relname", "name", true, null, "", null, null, null, null);
        return new AskedStatement(1, 1, 0, 0, "", false, false, false, false, List.of(there), List.of(), List.of());
    }

    /** One plan a statement, in their order. */
    public static List<StatementPlan> plan(Connection session, Acting acting, List<AskedStatement> statements)
            throws SQLException {
        RoundTrip trip = new RoundTrip();
        Asked asked = ask(trip, acting, statements);
        trip.run(session);
        return asked.plans(session);
    }

    /** The first part of {@link #plan}, for who has more to ask in the same round trip. */
    public static Asked ask(RoundTrip trip, Acting acting, List<AskedStatement> statements) {
        List<Wish> wishes =
                statements.stream().flatMap(s -> s.wishes().stream()).toList();
        RoundTrip.Answer<List<Facts>> facts = Facts.ask(trip, acting, wishes);
        trip.say(Database.CATALOGS_AGAIN);
        return new Asked(acting, statements, wishes, facts);
    }

    /** The catalog was asked about these. */
    public static final class Asked {

        private final Acting acting;
        private final List<AskedStatement> statements;
        private final List<Wish> wishes;
        private final RoundTrip.Answer<List<Facts>> facts;

        private Asked(
                Acting acting,
                List<AskedStatement> statements,
                List<Wish> wishes,
                RoundTrip.Answer<List<Facts>> facts) {
            this.acting = acting;
            this.statements = statements;
            this.wishes = wishes;
            this.facts = facts;
        }

        /** After the round trip; one query more where expressions have to be compared. */
        public List<StatementPlan> plans(Connection session) throws SQLException {
            Meaning meaning = new Meaning();
            List<StatementPlan> plans = judge(statements, wishes, facts.get(), meaning);
            return meaning.settle(session, acting) ? judge(statements, wishes, facts.get(), meaning) : plans;
        }
    }

    private static List<StatementPlan> judge(
            List<AskedStatement> statements, List<Wish> wishes, List<Facts> facts, Meaning meaning) {
        Judge judge = new Judge(meaning);
        Superseded later = new Superseded(wishes);
        Coming coming = new Coming();
        List<StatementPlan> plans = new ArrayList<>();
        int at = 0;
        for (AskedStatement statement : statements) {
            List<Facts> own = facts.subList(at, at + statement.wishes().size());
            at += own.size();
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                Wish wish = statement.wishes().get(i);
                Finding finding = judge.judge(wish, own.get(i), later, statement.forgiving());
                findings.add(coming.judge(wish, finding, statement));
            }
            Finding whole = whole(statement, findings);
            if (whole.verdict() == Verdict.MISSING) {
                coming.runs(statement);
            }
            plans.add(of(statement, own, whole));
        }
        return plans;
    }

    private static Finding whole(AskedStatement statement, List<Finding> findings) {
        Set<String> columnsThere = new HashSet<>();
        Finding worst = nothing();
        for (int i = 0; i < findings.size(); i++) {
            Wish wish = statement.wishes().get(i);
            Finding finding = findings.get(i);
            if (wish instanceof Wish.Column column && finding.verdict() != Verdict.MISSING) {
                columnsThere.add(column.name());
            }
            boolean skipped = finding.verdict() == Verdict.MISSING
                    && wish instanceof Wish.Constraint constraint
                    && constraint.withColumn()
                    && constraint.columns().stream().anyMatch(columnsThere::contains);
            Finding seen = skipped
                    ? Finding.conflict(finding.reason() + ", and IF NOT EXISTS skips it since the column is there")
                    : finding;
            worst = i == 0 ? seen : Finding.worse(worst, seen);
        }
        return worst;
    }

    private static Finding nothing() {
        return Finding.satisfied("it changes nothing");
    }

    private static StatementPlan of(AskedStatement statement, List<Facts> facts, Finding finding) {
        Optional<Facts> owned = facts.stream().filter(f -> !f.owner().isEmpty()).findFirst();
        return new StatementPlan(
                statement,
                finding,
                owned.map(Facts::owner).orElse(""),
                facts.stream().filter(f -> !f.owner().isEmpty()).allMatch(Facts::mayAct),
                owned.map(Facts::login).orElse(""),
                facts.stream()
                        .map(Facts::relation)
                        .filter(oid -> oid != 0)
                        .distinct()
                        .toList(),
                "");
    }
}
