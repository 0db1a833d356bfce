package dev.schemagate.migrate.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.schemagate.ownership.guard.GuardOverride;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.PolicyContext;

/**
 * What passes a guard over the owned schema: a first install, where nothing is in use yet, and a file with declared contracts, which the
 * policy let remove just that. Any other file meets the guard as anybody does.
 */
final class Permission {

    private final PolicyContext context;
    private final boolean inUse;
    private boolean given;

    Permission(PolicyContext context, boolean inUse) {
        this.context = context;
        this.inUse = inUse;
    }

    /** Before a file runs in that session. */
    void begin(Connection session, MigrationScript script) throws SQLException {
        end(session);
        Optional<String> why = why(script);
        if (why.isPresent()) {
            GuardOverride.begin(session, why.get());
            given = true;
        }
    }

    void end(Connection session) throws SQLException {
        if (given) {
            GuardOverride.end(session);
            given = false;
        }
    }

    private Optional<String> why(MigrationScript script) {
        String file = "schema-gate " + script.file().fileName();
        if (!inUse) {
            return Optional.of(file + " of a first install");
        }
        if (Declaration.names(script.source().text()).isEmpty()) {
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
