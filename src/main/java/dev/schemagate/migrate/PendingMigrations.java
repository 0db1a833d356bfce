package dev.schemagate.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jboss.logging.Logger;

import dev.schemagate.config.GateConfig;
import dev.schemagate.error.ErrorCode;
import dev.schemagate.files.MountedFolder;
import dev.schemagate.lint.FileKind;
import dev.schemagate.lint.Input;
import dev.schemagate.lint.Linter;
import dev.schemagate.lint.Report;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.policy.rule.PolicyContext;
import dev.schemagate.sql.NameResolution;
import dev.schemagate.sql.RelationUse;
import dev.schemagate.sql.Statement;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Judges what Flyway is about to run by the rules that {@code lint} has, before any of it runs. A start with nothing pending does not
 * come here, and so does not load the parser.
 */
final class PendingMigrations {

    private static final Logger LOG = Logger.getLogger(PendingMigrations.class);

    /** A keyword, which no escape can spell and no placeholder of ours brings. */
    private static final Pattern CONCURRENTLY = Pattern.compile("concurrently", Pattern.CASE_INSENSITIVE);

    private final GateConfig config;

    PendingMigrations(GateConfig config) {
        this.config = config;
    }

    /**
     * @param pending in the order in which they will run
     * @param ownedHasHistory false for a fresh schema, where only ownership is judged: there is no old code yet
     * @throws MigrationException MG006 with every error, where {@code gate.policy.migrations} is enforce
     */
    void judge(List<Path> pending, boolean ownedHasHistory) {
        Report report = linter(ownedHasHistory)
                .lint(pending.stream().map(PendingMigrations::input).toList());
        List<Finding> errors =
                report.findings().stream().filter(Finding::isError).toList();
        report.findings().stream()
                .filter(finding ->
                        !errors.contains(finding) || config.policy().migrations() == GateConfig.Strictness.WARN)
                .forEach(finding -> LOG.warnf("pending migration finding=\"%s\"", finding.describe()));
        if (!errors.isEmpty() && config.policy().migrations() == GateConfig.Strictness.ENFORCE) {
            throw MigrationException.permanent(
                    ErrorCode.MG006, errors.stream().map(Finding::describe).collect(Collectors.joining("; ")));
        }
    }

    /** What the files build concurrently. Only files with that word in them are parsed. */
    List<IndexBuild> indexBuilds(List<Path> files) {
        Linter linter = linter(true);
        NameResolution names = new NameResolution(config.ownedSchema());
        List<Input> suspects = files.stream()
                .map(PendingMigrations::input)
                .filter(input ->
                        CONCURRENTLY.matcher(new String(input.bytes(), UTF_8)).find())
                .toList();
        return suspects.stream()
                .flatMap(input -> linter.read(input).allStatements())
                .flatMap(statement -> statement.effects().stream())
                .map(effect -> IndexBuild.of(effect, names))
                .filter(Objects::nonNull)
                .toList();
    }

    /** What the statements of a file lock. */
    List<RelationUse> relations(Path file) {
        NameResolution names = new NameResolution(config.ownedSchema());
        return linter(true).read(input(file)).statements().stream()
                .flatMap(Statement::allEffects)
                .flatMap(effect -> effect.relations().stream())
                .map(use -> new RelationUse(names.resolve(use.relation()), use.lock(), use.noOpLock(), use.work()))
                .toList();
    }

    private Linter linter(boolean ownedHasHistory) {
        return new Linter(
                PolicyContext.of(config.ownedSchema(), config.foreignSchema()).withOwnedHistory(ownedHasHistory),
                Map.of());
    }

    private static Input input(Path file) {
        try {
            FileKind kind = file.getFileName().toString().startsWith("R__") ? FileKind.REPEATABLE : FileKind.MIGRATION;
            return new Input(file.toString(), kind, Files.readAllBytes(file), "pending");
        } catch (IOException e) {
            throw MigrationException.permanent(ErrorCode.MG001, "migration " + file + " " + MountedFolder.why(e));
        }
    }
}
