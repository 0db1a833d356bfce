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
import dev.schemagate.desired.Acting;
import dev.schemagate.desired.Assessment;
import dev.schemagate.desired.CatalogRow;
import dev.schemagate.desired.DesiredColumn;
import dev.schemagate.desired.DesiredComment;
import dev.schemagate.desired.DesiredDefault;
import dev.schemagate.desired.DesiredEnumLabel;
import dev.schemagate.desired.DesiredForeignKey;
import dev.schemagate.desired.DesiredForeignKey.Reference;
import dev.schemagate.desired.DesiredIndex;
import dev.schemagate.desired.DesiredNullability;
import dev.schemagate.desired.DesiredObject;
import dev.schemagate.desired.DesiredValidation;
import dev.schemagate.desired.ExpressionEquivalence;
import dev.schemagate.desired.IndexKey;
import dev.schemagate.desired.LaterAssignments;
import dev.schemagate.desired.Outcome;

/**
 * Finds what of many statements is in the catalog already, with one query, and one more where expressions have to be
 * compared by their meaning. Changes nothing; waits at most for those that hold ACCESS EXCLUSIVE.
 *
 * <p>The session is in a transaction, and has nothing but the catalogs on its search path before and after.
 */
public final class Planner {

    private Planner() {}

    /**
     * Asks for one object of each kind that every database has. It tells nothing: who has to be quick with a statement that has
     * just run plans it beside, to have all code loaded.
     */
    public static CompiledStatement rehearsal() {
        String schema = "pg_catalog";
        String table = "pg_class";
        String index = "pg_class_oid_index";
        List<String> key = List.of("oid");
        return CompiledStatement.of(
                DesiredColumn.plain(schema, table, "oid", "oid", true, null),
                new DesiredDefault(schema, table, "oid", null),
                new DesiredNullability(schema, table, "oid", true),
                DesiredIndex.plain(schema, table, index, "btree", true, List.of(IndexKey.of("oid", null, false)), null),
                DesiredForeignKey.plain(schema, table, index, key, Reference.plain(schema, table, key, "", "")),
                new DesiredValidation(schema, table, index),
                new DesiredEnumLabel(schema, "bool", "", null, false),
                new DesiredComment(schema, table, "TABLE", null, ""));
    }

    /** One plan a statement, in their order. */
    public static List<StatementPlan> plan(Connection session, Acting acting, List<CompiledStatement> statements)
            throws SQLException {
        RoundTrip trip = new RoundTrip();
        Asked asked = ask(trip, acting, statements);
        trip.run(session);
        return asked.plans(session);
    }

    /** The first part of {@link #plan}, for who has more to ask in the same round trip. */
    public static Asked ask(RoundTrip trip, Acting acting, List<CompiledStatement> statements) {
        List<DesiredObject> objects =
                statements.stream().flatMap(s -> s.objects().stream()).toList();
        RoundTrip.Answer<List<CatalogRow>> rows = CatalogRow.ask(trip, acting, objects);
        trip.say(Database.CATALOGS_AGAIN);
        return new Asked(acting, statements, new LaterAssignments(objects), rows);
    }

    /** The catalog was asked about these. */
    public static final class Asked {

        private final Acting acting;
        private final List<CompiledStatement> statements;
        private final LaterAssignments later;
        private final RoundTrip.Answer<List<CatalogRow>> rows;

        private Asked(
                Acting acting,
                List<CompiledStatement> statements,
                LaterAssignments later,
                RoundTrip.Answer<List<CatalogRow>> rows) {
            this.acting = acting;
            this.statements = statements;
            this.later = later;
            this.rows = rows;
        }

        /** After the round trip; one query more where expressions have to be compared. */
        public List<StatementPlan> plans(Connection session) throws SQLException {
            ExpressionEquivalence expressions = new ExpressionEquivalence();
            List<StatementPlan> plans = assess(expressions);
            return expressions.settle(session, acting) ? assess(expressions) : plans;
        }

        private List<StatementPlan> assess(ExpressionEquivalence expressions) {
            PlannedChanges planned = new PlannedChanges();
            List<StatementPlan> plans = new ArrayList<>();
            int at = 0;
            for (CompiledStatement statement : statements) {
                List<CatalogRow> own =
                        rows.get().subList(at, at + statement.objects().size());
                at += own.size();
                List<Assessment> found = new ArrayList<>();
                for (int i = 0; i < own.size(); i++) {
                    DesiredObject object = statement.objects().get(i);
                    Assessment alone = object.needsTable() && own.get(i).relation() == 0
                            ? withoutTable(object, statement)
                            : object.compare(own.get(i), expressions, later);
                    found.add(planned.assess(object, alone, statement));
                }
                Assessment whole = whole(statement, found);
                if (whole.outcome() == Outcome.MISSING) {
                    planned.runs(statement);
                }
                plans.add(plan(statement, own, whole));
            }
            return plans;
        }
    }

    private static Assessment withoutTable(DesiredObject object, CompiledStatement statement) {
        String what = "relation \"" + object.table() + "\" does not exist";
        return statement.forgiving()
                ? Assessment.satisfied(what + ", and IF EXISTS allows that")
                : Assessment.impossible(what);
    }

    private static Assessment whole(CompiledStatement statement, List<Assessment> found) {
        Set<List<String>> there = new HashSet<>();
        Assessment worst = null;
        for (int i = 0; i < found.size(); i++) {
            DesiredObject object = statement.objects().get(i);
            Assessment seen = found.get(i);
            boolean missing = seen.outcome() == Outcome.MISSING;
            if (!missing) {
                object.uniqueName().ifPresent(there::add);
            } else if (object.comesWith().stream().anyMatch(there::contains)) {
                seen = Assessment.conflict(seen.reason() + ", and IF NOT EXISTS skips it since the column is there");
            }
            worst = worst == null ? seen : worst.worse(seen);
        }
        return worst == null ? Assessment.satisfied("it changes nothing") : worst;
    }

    private static StatementPlan plan(CompiledStatement statement, List<CatalogRow> rows, Assessment found) {
        Optional<CatalogRow> owned =
                rows.stream().filter(row -> !row.owner().isEmpty()).findFirst();
        return new StatementPlan(
                statement,
                found,
                owned.map(CatalogRow::owner).orElse(""),
                rows.stream().filter(row -> !row.owner().isEmpty()).allMatch(CatalogRow::mayAct),
                owned.map(CatalogRow::login).orElse(""),
                rows.stream()
                        .map(CatalogRow::relation)
                        .filter(oid -> oid != 0)
                        .distinct()
                        .toList(),
                "");
    }
}
