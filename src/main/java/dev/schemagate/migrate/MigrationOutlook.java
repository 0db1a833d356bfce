package dev.schemagate.migrate;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.schemagate.error.GateException;
import dev.schemagate.migrate.contract.Waiting;
import dev.schemagate.policy.rule.Finding;

/**
 * What a start would meet.
 *
 * @param state where the schema stands, or why no migration runs
 * @param pending the files that would run, in order
 * @param callbacks the files that would run with them
 * @param findings about these files; an error stops the start
 * @param contracts the removals that they declare, and what each waits for
 * @param refusal what else would stop it; null where nothing does
 */
public record MigrationOutlook(
        String state,
        List<String> pending,
        List<String> callbacks,
        List<Finding> findings,
        List<Waiting> contracts,
        @Nullable GateException refusal) {

    static MigrationOutlook nothingToDo(String why) {
        return new MigrationOutlook(why, List.of(), List.of(), List.of(), List.of(), null);
    }

    /** Where it is not known what is pending. */
    public static MigrationOutlook refused(GateException why) {
        return new MigrationOutlook("refused", List.of(), List.of(), List.of(), List.of(), why);
    }

    static MigrationOutlook at(SchemaPosition position) {
        return at(position, List.of(), List.of(), null);
    }

    static MigrationOutlook at(
            SchemaPosition position, List<Finding> findings, List<Waiting> contracts, @Nullable GateException refusal) {
        return new MigrationOutlook(
                position.describe(),
                paths(position.pending()),
                paths(position.callbacks()),
                findings,
                contracts,
                refusal);
    }

    private static List<String> paths(List<? extends PendingScript> scripts) {
        return scripts.stream().map(PendingScript::path).toList();
    }

    /** Whether a start would run something, so that what is missing now may be there afterwards. */
    public boolean hasWork() {
        return !pending.isEmpty() || !callbacks.isEmpty();
    }

    /** Whether a start would fail, or wait. */
    public boolean isRefused() {
        return refusal != null
                || findings.stream().anyMatch(Finding::isError)
                || contracts.stream().anyMatch(contract -> !contract.isFree());
    }
}
