package dev.schemagate.hotfix;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.desired.Outcome;
import dev.schemagate.pod.PodIdentity;

/**
 * Notices hotfixes that were there and are gone. LiteLLM's older resolver drops what its schema.prisma does not know on each
 * of its starts.
 */
final class UndoneHotfixes {

    private static final Logger LOG = Logger.getLogger(UndoneHotfixes.class);

    private final HotfixCounters counters;
    private final Set<Ledger.Entry> seen = new HashSet<>();

    UndoneHotfixes(HotfixCounters counters) {
        this.counters = counters;
    }

    /** All that is done now: what this process found, and what it has just applied. */
    void satisfied(HotfixPlan plan) {
        plan.entries().stream()
                .filter(e -> e.outcome() == Outcome.SATISFIED || e.outcome() == Outcome.MISSING)
                .forEach(e -> seen.add(Ledger.Entry.of(e.hotfix())));
    }

    /** Counts what is missing now and was there before, by our own eyes or by the ledger. */
    void look(Connection session, GateConfig config, HotfixPlan plan) throws SQLException {
        var missing = plan.work().stream()
                .filter(e -> e.outcome() == Outcome.MISSING)
                .map(HotfixPlan.Entry::hotfix)
                .toList();
        Set<Ledger.Entry> before = new HashSet<>(seen);
        before.addAll(new Ledger(config.schema(), PodIdentity.of(config).pod()).ran(session, missing));
        for (Hotfix hotfix : missing) {
            if (before.contains(Ledger.Entry.of(hotfix))) {
                counters.undone.increment();
                LOG.warnf("hotfix was undone by another engine, replaying it place=%s", hotfix.place());
            }
        }
    }
}
