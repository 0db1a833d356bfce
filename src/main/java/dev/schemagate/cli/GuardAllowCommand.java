package dev.schemagate.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.config.GateConfig;
import dev.schemagate.db.Database;
import dev.schemagate.lint.FileKind;
import dev.schemagate.lint.Inputs;
import dev.schemagate.lint.Linter;
import dev.schemagate.ownership.guard.Passes;
import dev.schemagate.ownership.guard.PendingDeed;
import dev.schemagate.policy.rule.Finding;
import dev.schemagate.sql.ParsedScript;

/** Opens the guard for Prisma's pending migrations. */
@Command(
        name = "allow",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the guard would refuse of Prisma's pending migrations, and writes passes for just that.",
            "Pending is what is in the folder and not finished in _prisma_migrations.",
            "Exit codes: 0 written, or none needed, 3 could not look or write."
        },
        footer = {"", "Example:", "  schema-gate guard allow --migrations prisma/migrations --ticket OPS-7 --for 1h"})
class GuardAllowCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--migrations", required = true, paramLabel = "FOLDER", description = "Prisma's migrations.")
    String folder;

    @Option(names = "--ticket", required = true, description = "What for; it is recorded with all that passes.")
    String ticket;

    @Option(
            names = "--for",
            defaultValue = "1h",
            converter = VerifyCommand.Durations.class,
            paramLabel = "TIME",
            description = "How long the passes are valid (default: ${DEFAULT-VALUE}).")
    Duration time;

    @Option(names = "--to", paramLabel = "ROLE", description = "The only role that may use them (default: any).")
    @Nullable
    String role;

    @Option(names = "--dry-run", description = "Show them and write none.")
    boolean dryRun;

    @Inject
    GateConfig config;

    @Inject
    Instance<Database> database;

    @Override
    public Integer call() {
        Inputs.Found found = new Inputs(FileKind.PRISMA, System.in).read(List.of(folder));
        Linter.Pending migrations = Linter.pending(found);
        PrintWriter err = spec.commandLine().getErr();
        if (!migrations.findings().isEmpty() || !found.empty().isEmpty()) {
            migrations.findings().stream()
                    .map(Finding::describe)
                    .forEach(problem -> err.println("error: [GD002] " + problem));
            found.empty().forEach(empty -> err.println("error: [GD002] " + empty + ": no migration.sql in it"));
            return ExitCode.NOT_CHECKED;
        }
        List<ParsedScript> scripts = migrations.scripts().stream()
                .filter(script -> Path.of(script.source().name()).endsWith("migration.sql"))
                .toList();
        Passes passes = new Passes(database.get(), config);
        List<PendingDeed> needed = passes.needed(scripts);
        PrintWriter out = spec.commandLine().getOut();
        needed.forEach(deed -> out.println(deed.describe()));
        if (!dryRun) {
            passes.write(needed, ticket, Optional.ofNullable(role), time);
        }
        String count = needed.size() + (needed.size() == 1 ? " pass" : " passes");
        out.println(
                needed.isEmpty()
                        ? "no pass needed"
                        : dryRun
                                ? count + " needed; none written"
                                : count + " written for " + ticket + ", valid for " + time.toMinutes() + " minutes");
        return ExitCode.OK;
    }
}
