package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.db.Database;
import dev.schemagate.db.DatabaseException;
import dev.schemagate.hotfix.Preview;
import dev.schemagate.migrate.MigrationOutlook;
import dev.schemagate.migrate.MigrationPreview;
import dev.schemagate.preflight.Preflight;
import dev.schemagate.prisma.await.Await;
import dev.schemagate.prisma.await.AwaitOutlook;

/** Shows what a start would do, and with which locks. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what a start would do now, and what it would wait for; changes nothing.",
            "Of each statement of a hotfix it names the locks that it would take.",
            "Exits with 1 where a start would fail (a file is refused, an object exists with a different definition,"
                    + " the server or a role cannot be used) and where it would mend what an earlier one left broken."
        },
        footer = {"", "Example:", "  GATE_HOTFIX_DIR=hotfixes schema-gate plan --format json"})
class PlanCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(names = "--format", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
    TextOrJson format;

    @Inject
    Instance<Database> database;

    @Inject
    Instance<Preflight> preflight;

    @Inject
    Instance<Await> await;

    @Inject
    Instance<Preview> preview;

    @Inject
    Instance<MigrationPreview> migrations;

    @Override
    public Integer call() throws InterruptedException {
        PlanReport report = report();
        PrintWriter out = spec.commandLine().getOut();
        if (format == TextOrJson.JSON) {
            out.println(report.json());
        } else {
            report.print(out);
        }
        return report.exitCode();
    }

    private PlanReport report() throws InterruptedException {
        Optional<DatabaseException> refusal = preflight.get().refusal(database.get());
        if (refusal.isPresent()) {
            return new PlanReport(
                    MigrationOutlook.refused(refusal.get()), AwaitOutlook.UNKNOWN, Preview.Outlook.NOTHING);
        }
        MigrationOutlook migrating = migrations.get().of(database.get());
        AwaitOutlook other = await.get().outlook(database.get());
        return new PlanReport(migrating, other, preview.get().of(database.get(), migrating.hasWork() || other.waits()));
    }
}
