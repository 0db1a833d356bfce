package dev.schemagate.migrate;

import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.contract.Contracts;
import dev.schemagate.migrate.contract.Pending;
import dev.schemagate.policy.Declaration;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Tables;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.NameResolution;

/**
 * Judges what an engine is about to run by the rules that {@code lint} has, before any of it runs. A start with nothing pending does not
 * come here, and so does not load the parser.
 */
final class PendingMigrations {

    private static final Logger LOG = Logger.getLogger(PendingMigrations.class);

    private final GateConfig config;
    private final Set<String> ledgers;

    /** @param ledgers the history tables of all engines */
    PendingMigrations(GateConfig config, Set<String> ledgers) {
        this.config = config;
        this.ledgers = ledgers;
    }

    /**
     * @param inUse false for a fresh schema, where only ownership is judged: there is no old code yet
     * @throws MigrationException MG006 with every error, where {@code gate.policy.migrations} is enforce
     */
    void judge(SchemaPosition position, boolean inUse, Connection session) {
        List<PendingScript> running = running(position);
        Refusal.refuse(
                running.stream().flatMap(script -> script.refusals().stream()).toList());
        List<Finding> findings = judged(running, inUse, session);
        findings.stream()
                .filter(finding -> !finding.isError())
                .forEach(finding -> LOG.warnf("pending migration finding=\"%s\"", finding.advice()));
        String errors =
                findings.stream().filter(Finding::isError).map(Finding::advice).collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            throw MigrationException.permanent(ErrorCode.MG006, errors);
        }
    }

    /** All that {@link #judge} would refuse for or warn of. */
    List<Finding> findings(SchemaPosition position, boolean inUse, Connection session) {
        List<PendingScript> running = running(position);
        return Stream.concat(
                        running.stream()
                                .flatMap(script -> script.refusals().stream())
                                .map(Refusal::finding),
                        judged(running, inUse, session).stream())
                .toList();
    }

    /** The contracts among them, where somebody uses the schema. */
    static <P extends SchemaPosition> Pending contracts(Contracts contracts, Migrations<P> migrations, P position) {
        List<PendingScript> running = running(position);
        boolean none = running.stream()
                .allMatch(script -> Declaration.names(script.text()).isEmpty());
        return none || !migrations.isInUse(position)
                ? Pending.NONE
                : contracts.pending(running.stream().map(PendingScript::script).toList());
    }

    private static List<PendingScript> running(SchemaPosition position) {
        return Stream.<PendingScript>concat(position.callbacks().stream(), position.pending().stream())
                .toList();
    }

    /** By the policy; there are errors only where it is enforced. */
    private List<Finding> judged(List<PendingScript> running, boolean inUse, Connection session) {
        GateConfig.Strictness strictness = config.policy().migrations();
        if (strictness == GateConfig.Strictness.OFF || running.isEmpty()) {
            return List.of();
        }
        Tables tables = KnownTables.read(session, config.ownedSchema());
        running.forEach(script -> Unchecked.orFindings(script.path(), () -> {
            tables.learn(script.script(), new NameResolution(config.ownedSchema()));
            return List.of();
        }));
        PolicyContext context = PolicyContext.of(config.ownedSchema(), config.foreignSchema(), ledgers)
                .withBookkeeping(config.schema())
                .withOwnedHistory(inUse)
                .withTables(tables);
        return running.stream()
                .flatMap(script -> Unchecked.orFindings(script.path(), () -> script.judged(context)).stream())
                .map(finding ->
                        strictness == GateConfig.Strictness.ENFORCE ? finding : finding.withLevel(Level.WARNING))
                .toList();
    }
}
