package dev.schemagate.migrate.contract;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that is declared.
 *
 * @param waiting the pending contracts
 * @param retired the names of what files declare, and no pending or finished contract removes
 * @param done the finished ones
 */
public record ContractOutlook(List<Waiting> waiting, Set<String> retired, List<Done> done) {

    /** @param declared by any file, applied or not */
    public static ContractOutlook of(List<Waiting> waiting, Set<String> declared, List<Done> done) {
        Set<String> retired = new TreeSet<>(declared);
        waiting.forEach(one -> retired.remove(one.contract().name()));
        done.forEach(one -> retired.remove(one.object()));
        return new ContractOutlook(waiting, retired, done);
    }

    /** Whether any pending contract has to wait. */
    public boolean waits() {
        return waiting.stream().anyMatch(one -> !one.isFree());
    }
}
