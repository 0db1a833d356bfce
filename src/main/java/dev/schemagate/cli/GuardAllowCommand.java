package dev.schemagate.cli;

import java.io.PrintWriter;
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
import dev.schemagate.error.Wording;
import dev.schemagate.ownership.guard.GuardPasses;
import dev.schemagate.ownership.guard.PendingDeed;
import dev.schemagate.prisma.PrismaMigrations;

/** Opens the guard for Prisma's pending migrations. */
@Command(
        name = "allow",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the guard would refuse of Prisma's pending migrations, and writes passes for just that.",
            "Pending is what is in the folder and not finished in _prisma_migrations.",
            "Exit codes: 0 written, or none needed, 3 could not check or write."
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
        GuardPasses passes = new GuardPasses(database.get(), config);
        List<PendingDeed> needed = passes.needed(PrismaMigrations.read(folder));
        PrintWriter out = spec.commandLine().getOut();
        needed.forEach(deed -> out.println(deed.describe()));
        if (!dryRun) {
            passes.write(needed, ticket, Optional.ofNullable(role), time);
        }
        String count = Wording.counted(needed.size(), "pass", "passes");
        out.println(
                needed.isEmpty()
                        ? "no pass needed"
                        : dryRun
                                ? count + " needed; none written"
                                : count + " written for " + ticket + ", valid for " + time.toMinutes() + " minutes");
        return ExitCode.OK;
    }
}
