package dev.schemagate.migrate;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.PolicyContext;

/**
 * What passes a guard over the owned schema: a first install, where nothing is in use yet, and a file with declared contracts, which the
 * policy let remove just that. Any other file meets the guard as anybody does.
 */
public record MigrationPass(PolicyContext context, boolean inUse) {

    /** What is recorded of the session that runs it; empty where it does not pass. */
    public Optional<String> of(PendingScript script) {
        String file = "schema-gate " + script.path().replaceFirst("^.*/", "");
        if (!inUse) {
            return Optional.of(file + " of a first install");
        }
        if (Declaration.names(script.text()).isEmpty()) {
            return Optional.empty();
        }
        List<Declaration> contracts = Declaration.of(script.script(), context).stream()
                .filter(declaration -> !declaration.retires())
                .toList();
        return contracts.isEmpty()
                ? Optional.empty()
                : Optional.of(file
                        + contracts.stream()
                                .map(contract -> " contract " + contract.name() + ": " + contract.reason())
                                .collect(Collectors.joining(";")));
    }
}
