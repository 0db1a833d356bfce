package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.schemagate.config.GateConfig;
import dev.schemagate.desired.Outcome;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.error.Wording;
import dev.schemagate.plan.CompiledStatement;
import dev.schemagate.plan.StatementPlan;
import dev.schemagate.pod.PodIdentity;
import dev.schemagate.policy.rules.MindLongValues;

/** The plan of all statements of all files, in the order of their replay. */
record HotfixPlan(List<Entry> entries) {

    private static final Logger LOG = Logger.getLogger(HotfixPlan.class);

    /** @param ran whether the ledger has the statement, asked only where the catalog cannot tell */
    record Entry(Hotfix hotfix, StatementPlan plan, boolean ran) {

        Outcome outcome() {
            return plan.outcome();
        }

        boolean hasWork() {
            return switch (outcome()) {
                case MISSING, BROKEN -> true;
                case UNKNOWN -> !ran;
                case SATISFIED, CONFLICT -> false;
            };
        }

        /** Why it cannot succeed whoever runs it; null where it can. */
        @Nullable
        String impossible() {
            if (hasWork() && plan.statement().control()) {
                return "it contains transaction control (BEGIN, COMMIT, …)";
            }
            return hasWork() && plan.found().impossible() ? plan.reason() : null;
        }

        String line() {
            return hotfix.place() + ": " + plan.reason();
        }
    }

    /** @param last whether what is missing runs next, so that whatever it needs has to be there */
    static HotfixPlan of(Connection session, GateConfig config, List<Hotfix> hotfixes, boolean last)
            throws SQLException {
        List<CompiledStatement> statements =
                hotfixes.stream().map(Hotfix::statement).toList();
        List<StatementPlan> plans = last
                ? PlanTransaction.resolved(session, config, statements)
                : PlanTransaction.plan(session, config, statements);
        boolean unclear = plans.stream().anyMatch(p -> p.outcome() == Outcome.UNKNOWN);
        Set<Ledger.Entry> ran =
                unclear ? new Ledger(config.schema(), PodIdentity.of(config).pod()).ran(session, hotfixes) : Set.of();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Hotfix hotfix = hotfixes.get(i);
            entries.add(new Entry(hotfix, plans.get(i), ran.contains(Ledger.Entry.of(hotfix))));
        }
        return new HotfixPlan(List.copyOf(entries));
    }

    /** @param afterwards whether all that is to be run has run */
    FileStatus.Seen seen(boolean afterwards) {
        return FileStatus.Seen.of(entries, afterwards);
    }

    /** What is to be run, in order. */
    List<Entry> work() {
        return entries.stream().filter(Entry::hasWork).toList();
    }

    boolean isEmpty() {
        return entries.stream().noneMatch(Entry::hasWork);
    }

    long satisfied() {
        return entries.stream().filter(e -> e.outcome() == Outcome.SATISFIED).count();
    }

    /** Stops before anything runs where something could not succeed. */
    void check(Connection session, GateConfig config) throws SQLException {
        String conflicts = lines(Outcome.CONFLICT);
        if (!conflicts.isEmpty()) {
            if (config.hotfix().onConflict() == GateConfig.OnConflict.FAIL) {
                throw HotfixException.permanent(ErrorCode.HF101, conflicts);
            }
            LOG.warnf("shape conflict, left as it is: %s", conflicts);
        }
        for (Entry entry : work()) {
            StatementPlan plan = entry.plan();
            if (entry.impossible() != null) {
                throw HotfixException.permanent(ErrorCode.HF202, entry.hotfix().place() + ": " + entry.impossible());
            }
            if (!plan.mayAct()) {
                throw HotfixException.permanent(
                        ErrorCode.DB006, entry.hotfix().place() + ": " + ServerRefusal.notOwner(session, config, plan));
            }
            if (!plan.doubt().isEmpty()) {
                LOG.warnf(
                        "hotfix finding=\"%s: %s %s\"",
                        entry.hotfix().place(), MindLongValues.RULE.id(), MindLongValues.message(plan.doubt()));
            }
        }
    }

    private String lines(Outcome outcome) {
        return entries.stream()
                .filter(e -> e.outcome() == outcome)
                .map(Entry::line)
                .collect(Collectors.joining("\n"));
    }

    /** @param others how many were missing at first and were there when their turn came: another pod was quicker */
    String summary(int files, long applied, long others) {
        String done =
                (applied == 0 ? "" : applied + " applied, ") + (others <= 0 ? "" : others + " applied by others, ");
        return done + satisfied() + " of " + Wording.counted(entries.size(), "statement") + " in "
                + Wording.counted(files, "file") + " satisfied";
    }
}
