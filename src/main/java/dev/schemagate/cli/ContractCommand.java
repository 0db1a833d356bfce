package dev.schemagate.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import dev.schemagate.db.Database;
import dev.schemagate.migrate.MigrationPreview;
import dev.schemagate.migrate.contract.ContractOutlook;

/** Lists declared removals. */
@Command(
        name = "contract",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the removals that migrations declare, and who each of them waits for.",
            "Notes in schema_gate from when on nobody was seen to use what goes, so that gate.contract.quiet can pass"
                    + " before the deploy that removes it.",
            "Exit codes: 0 none has to wait, 1 one has to, 2 usage, 3 could not check."
        },
        footer = {"", "Example:", "  schema-gate contract --format json"})
class ContractCommand implements Callable<Integer> {

    enum Format {
        TEXT,
        JSON
    }

    @Spec
    CommandSpec spec;

    @Option(names = "--format", defaultValue = "text", description = "text or json (default: ${DEFAULT-VALUE}).")
    Format format;

    @Inject
    Instance<Database> database;

    @Inject
    Instance<MigrationPreview> migrations;

    @Override
    public Integer call() {
        ContractOutlook outlook = migrations.get().contracts(database.get());
        PrintWriter out = spec.commandLine().getOut();
        ContractReport report = new ContractReport(outlook);
        if (format == Format.JSON) {
            out.println(report.json());
        } else {
            report.print(out);
        }
        return outlook.waits() ? ExitCode.FINDINGS : ExitCode.OK;
    }
}
