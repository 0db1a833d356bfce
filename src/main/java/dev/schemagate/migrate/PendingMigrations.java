package dev.schemagate.migrate;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.migrate.flyway.MigrationScript;
import dev.schemagate.migrate.flyway.Refusal;
import dev.schemagate.policy.Policy;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.Level;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.policy.rule.Unchecked;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.RelationUse;
import dev.schemagate.sql.Statement;

/**
 * Judges what Flyway is about to run by the rules that {@code lint} has, before any of it runs. A start with nothing pending does not
 * come here, and so does not load the parser.
 */
final class PendingMigrations {

    private static final Logger LOG = Logger.getLogger(PendingMigrations.class);

    /** A keyword, which no escape can spell. */
    private static final Pattern CONCURRENTLY = Pattern.compile("concurrently", Pattern.CASE_INSENSITIVE);

    private final GateConfig config;

    PendingMigrations(GateConfig config) {
        this.config = config;
    }

    /**
     * Refuses before Flyway does, whose words are about its own settings, and before the policy's judgement.
     *
     * @throws MigrationException with the code of the first refusal and the sentences of all
     */
    static void refuse(List<Refusal> refusals) {
        if (!refusals.isEmpty()) {
            throw MigrationException.permanent(
                    refusals.get(0).code(),
                    refusals.stream().map(Refusal::describe).collect(Collectors.joining("; ")));
        }
    }

    /**
     * @param inUse false for a fresh schema, where only ownership is judged: there is no old code yet
     * @throws MigrationException MG006 with every error, where {@code gate.policy.migrations} is enforce
     */
    void judge(Position position, boolean inUse) {
        List<MigrationScript> running = running(position);
        refuse(running.stream().flatMap(script -> script.unrunnable().stream()).toList());
        List<Finding> findings = judged(running, inUse);
        findings.stream()
                .filter(finding -> !finding.isError())
                .forEach(finding -> LOG.warnf("pending migration finding=\"%s\"", finding.describe()));
        String errors = findings.stream()
                .filter(Finding::isError)
                .map(Finding::describe)
                .collect(Collectors.joining("; "));
        if (!errors.isEmpty()) {
            throw MigrationException.permanent(ErrorCode.MG006, errors);
        }
    }

    /** All that {@link #judge} would refuse for or warn of. */
    List<Finding> findings(Position position, boolean inUse) {
        List<MigrationScript> running = running(position);
        return Stream.concat(
                        running.stream()
                                .flatMap(script -> script.unrunnable().stream())
                                .map(Refusal::finding),
                        judged(running, inUse).stream())
                .toList();
    }

    private static List<MigrationScript> running(Position position) {
        return Stream.concat(position.callbacks().stream(), position.unfinished().stream())
                .toList();
    }

    /** By the policy; there are errors only where it is enforced. */
    private List<Finding> judged(List<MigrationScript> running, boolean inUse) {
        GateConfig.Strictness strictness = config.policy().migrations();
        if (strictness == GateConfig.Strictness.OFF) {
            return List.of();
        }
        PolicyContext context = PolicyContext.of(config.ownedSchema(), config.foreignSchema())
                .withBookkeeping(config.schema())
                .withOwnedHistory(inUse);
        return running.stream()
                .flatMap(script ->
                        Unchecked.orFindings(script.file().path(), () -> Policy.judge(script.script(), context))
                                .stream())
                .map(finding ->
                        strictness == GateConfig.Strictness.ENFORCE ? finding : finding.withLevel(Level.WARNING))
                .toList();
    }

    /** What the files build concurrently. Only files with that word in them are parsed. */
    List<IndexBuild> indexBuilds(List<MigrationScript> files) {
        NameResolution names = new NameResolution(config.ownedSchema());
        return files.stream()
                .filter(file -> CONCURRENTLY.matcher(file.source().text()).find())
                .flatMap(file -> file.parsed().allStatements())
                .flatMap(statement -> statement.effects().stream())
                .map(effect -> IndexBuild.of(effect, names))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What the statements of a file lock. */
    List<RelationUse> relations(MigrationScript file) {
        NameResolution names = new NameResolution(config.ownedSchema());
        return file.parsed().statements().stream()
                .flatMap(Statement::allEffects)
                .flatMap(effect -> effect.relations().stream())
                .map(use -> new RelationUse(names.resolve(use.relation()), use.lock(), use.noOpLock(), use.work()))
                .toList();
    }
}
