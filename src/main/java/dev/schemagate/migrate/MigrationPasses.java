package dev.schemagate.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.ownership.guard.Deed;
import dev.schemagate.ownership.guard.GuardPass;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Script;
import dev.schemagate.sql.NameResolution;

/**
 * Opens a guard over the owned schema for the removals that scripts declare, whatever session makes them: an engine in a process of its
 * own need not hand an override over to its driver. The policy has judged the scripts.
 */
public final class MigrationPasses {

    private static final Logger LOG = Logger.getLogger(MigrationPasses.class);

    private MigrationPasses() {}

    /** @param valid how long the engine may take */
    public static void write(
            Connection session, GateConfig config, PolicyContext context, List<Script> scripts, Duration valid)
            throws SQLException {
        NameResolution names = new NameResolution(config.ownedSchema());
        List<Declaration> contracts = scripts.stream()
                .flatMap(script -> Declaration.of(script, context).stream())
                .filter(declared -> !declared.retires())
                .toList();
        Optional<Boolean> may =
                contracts.isEmpty() ? Optional.empty() : GuardPass.mayBeWritten(session, config.schema());
        if (may.isEmpty()) {
            return;
        }
        if (!may.get()) {
            LOG.warn(
                    "the guard lets this role write no passes and may refuse what the migrations remove; let an administrator run:"
                            + " schema-gate guard install --role ROLE");
            return;
        }
        for (Declaration contract : contracts) {
            GuardPass pass = new GuardPass(
                    "schema-gate contract " + contract.name(),
                    contract.file() + ": " + contract.reason(),
                    Optional.empty(),
                    valid);
            for (Deed deed : contract.changes().stream()
                    .flatMap(change -> Deed.of(change, names).stream())
                    .toList()) {
                pass.writeFor(session, config.schema(), deed);
            }
        }
    }
}
